import type { Rule } from "../engine/rule.js";
import { packagesOf, sourceNames, sourceTexts } from "../matches/claims.js";

export const sourceReplaced: Rule = {
  id: "source-replaced",
  severity: "security",
  mirror: "source-replaced",
  reference: "The same version of the program is another package than before.",
  find: ({ tree }) => {
    if (tree === undefined) return [];
    const packages = [tree.base, tree.head].map(packagesOf);
    const [before, after] = packages.map(sourceNames);
    const [was = "", is = ""] = packages.map(sourceTexts);
    return before !== after || was === is
      ? []
      : [{ subject: "schema source", message: "is another under the same version", before: was, after: is }];
  },
};
