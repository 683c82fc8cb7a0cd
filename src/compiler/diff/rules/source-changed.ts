import type { Rule } from "../engine/rule.js";
import { sourceNames, sourceTexts } from "../matches/claims.js";

export const sourceChanged: Rule = {
  id: "source-changed",
  severity: "info",
  mirror: "source-changed",
  reference: "The options describe another version of the program.",
  find: ({ tree }) => {
    if (tree === undefined || sourceNames(tree.base) === sourceNames(tree.head)) return [];
    const [before, after] = [sourceTexts(tree.base), sourceTexts(tree.head)];
    return [{ subject: "schema source", message: "is another", before, after }];
  },
};
