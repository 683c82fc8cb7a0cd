import { originText } from "../../importers/origin.js";
import type { Rule } from "../rule.js";
import type { Snapshot } from "../snapshot-schema.js";

export const sourceChanged: Rule = {
  id: "source-changed",
  severity: "info",
  mirror: "source-changed",
  reference: "The options describe another version of the program.",
  find: ({ tree }) => {
    if (tree === undefined) return [];
    const [before, after] = [textOf(tree.base), textOf(tree.head)];
    return before === after ? [] : [{ subject: "schema source", message: "is another", before, after }];
  },
};

const textOf = ({ source }: Snapshot): string => [source].flat().map(originText).join(", ");
