import type { Option } from "./types.js";

const said: ReadonlySet<string> = new Set([
  "name",
  "type",
  "description",
  "declaration",
] satisfies (keyof Option)[]);

/**
 * Whether what a group says is what is made of it: its options. A default or a protection that nothing prints would say
 * of a module what it is not.
 */
export const isPrinted = (option: Pick<Option, "type" | "declaration">): boolean =>
  option.declaration?.kind !== "group" ||
  (option.type.kind === "submodule" &&
    option.type.freeform === undefined &&
    Object.keys(option).every((key) => said.has(key)));
