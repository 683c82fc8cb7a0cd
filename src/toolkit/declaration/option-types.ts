import type { OptionType } from "../../compiler/ir/types.js";

/** The name of a file or directory below a program's configuration: one component, never hidden, never `..`. */
export const entryName = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
/** Plain characters, because the path ends in a shell's environment, and never `.` or `..`. */
export const relativePath = "[.]?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*(/[.]?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)*";

export const textOrPath = {
  kind: "union",
  of: [{ kind: "lines" }, { kind: "path" }],
} as const satisfies OptionType;
