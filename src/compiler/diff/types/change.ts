import type { OptionType, Scalar } from "../../ir/types.js";
import { accepts } from "./accepts.js";

/** What became of a type. Reversed, `narrowed` is `widened` and what was `removed` was `added`. */
export type TypeChange =
  | { readonly kind: "same" | "narrowed" | "widened" | "incompatible" }
  /** The same type but for the values of an enum in it; either list may be empty, not both. */
  | { readonly kind: "values"; readonly removed: readonly Scalar[]; readonly added: readonly Scalar[] };

/** How the values that an option takes have changed. */
export function typeChange(before: OptionType, after: OptionType): TypeChange {
  const values = enumChange(before, after);
  if (values !== undefined) return values;
  const keeps = accepts(after, before);
  const kept = accepts(before, after);
  if (keeps) return { kind: kept ? "same" : "widened" };
  return { kind: kept ? "narrowed" : "incompatible" };
}

function enumChange(before: OptionType, after: OptionType): TypeChange | undefined {
  if (before.kind === "enum" && after.kind === "enum") {
    const removed = before.values.filter((value) => !after.values.includes(value));
    const added = after.values.filter((value) => !before.values.includes(value));
    return removed.length + added.length === 0 ? undefined : { kind: "values", removed, added };
  }
  if (!("of" in before && "of" in after) || before.kind === "union" || after.kind === "union")
    return undefined;
  const { of: inner, ...wrapper } = before;
  const { of: innerAfter, ...wrapperAfter } = after;
  return JSON.stringify(wrapper) === JSON.stringify(wrapperAfter) ? enumChange(inner, innerAfter) : undefined;
}
