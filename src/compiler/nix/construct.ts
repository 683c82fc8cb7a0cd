import type { NixBinding, NixExpression } from "./expression.js";

/** Short ways to write expressions down. `types` is `lib.types`, as files that declare options inherit it. */

export const select = (...path: string[]): NixExpression => ({ kind: "select", path });
export const types = (...path: string[]): NixExpression => select("types", ...path);
export const raw = (source: string): NixExpression => ({ kind: "raw", source });
export const apply = (callee: NixExpression, ...args: NixExpression[]): NixExpression => ({
  kind: "apply",
  callee,
  args,
});
export const attrs = (entries: readonly NixBinding[]): NixExpression => ({ kind: "attrs", entries });
export const bind = (name: string, value: NixExpression): NixBinding => ({ path: [name], value });
