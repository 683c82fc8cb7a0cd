import type { Rule } from "../engine/rule.js";
import { migrationStub } from "../options/stub.js";

export const optionRenamed: Rule = {
  id: "option-renamed",
  severity: "breaking",
  mirror: "option-renamed",
  reference:
    "Configurations that set the old name lose the setting unless the module forwards it or says so.",
  find: ({ base, options, forwarded }) =>
    options.renamed
      .filter((rename) => !forwarded.includes(rename))
      .map((rename) => {
        const stub = migrationStub(rename, base.options);
        return {
          subject: rename.from.name,
          message: `is called ${rename.to.name} now`,
          before: rename.from.name,
          after: rename.to.name,
          ...(stub === undefined ? {} : { stub }),
        };
      }),
};
