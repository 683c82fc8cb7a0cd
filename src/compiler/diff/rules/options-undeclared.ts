import type { Module } from "../../ir/types.js";
import type { Rule } from "../engine/rule.js";

export const optionsUndeclared: Rule = {
  id: "options-undeclared",
  severity: "security",
  mirror: "options-undeclared",
  reference: "What nixsmith.json says of the options is in no file: findings about them describe no tree.",
  find: ({ base, head, undeclared }) =>
    undeclared().map((module) => ({
      subject: module,
      message: "has other options in nixsmith.json, and no file declares them so",
      exact: JSON.stringify([base, head].map(({ modules = [] }) => modules.find(isAt(module)))),
    })),
};

const isAt =
  (place: string) =>
  ({ path }: Module): boolean =>
    path.join(".") === place;
