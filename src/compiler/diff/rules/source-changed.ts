import type { Rule } from "../rule.js";

export const sourceChanged: Rule = {
  id: "source-changed",
  severity: "info",
  mirror: "source-changed",
  reference: "The options describe another version of the program.",
  find: ({ tree }) => {
    if (tree === undefined) return [];
    const [before, after] = [tree.base.source, tree.head.source].map(
      ({ package: name, version, integrity }) => `${name} ${version} (${integrity})`,
    );
    return before === undefined || after === undefined || before === after
      ? []
      : [{ subject: "schema source", message: "is another", before, after }];
  },
};
