import type { Match } from "../engine/match.js";
import type { Rule } from "../engine/rule.js";
import type { OptionFacts } from "../engine/side.js";

export const descriptionChanged: Rule = {
  id: "description-changed",
  severity: "info",
  mirror: "description-changed",
  reference: "Only the documentation differs; it may describe a change that no type shows.",
  find: ({ options }) =>
    options.changed.flatMap(({ before, after }) => [
      ...reworded("is described differently", before.description, after.description, before),
      ...(before.deprecated === undefined || after.deprecated === undefined
        ? []
        : reworded("is deprecated in other words", before.deprecated, after.deprecated, before)),
      ...(before.presetKey !== after.presetKey
        ? []
        : reworded("has the same default in other words", before.default, after.default, before)),
    ]),
};

function reworded(message: string, before = "", after = "", { name }: OptionFacts): readonly Match[] {
  return before === after ? [] : [{ subject: name, message, before, after }];
}
