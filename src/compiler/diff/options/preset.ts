import { emptyValue } from "../../ir/empty.js";
import type { Value } from "../../ir/types.js";
import type { OptionFacts } from "../engine/side.js";

/** What the option is where nobody sets it; of a package, which one. Undefined where it has to be set. */
export function presetOf(option: Pick<OptionFacts, "declared" | "type">): Value | undefined {
  const { declared } = option;
  if (declared?.declaration?.kind === "package")
    return { kind: "nix", text: `pkgs.${declared.declaration.attribute}` };
  if (declared === undefined || declared.default !== undefined) return declared?.default;
  const value = emptyValue(option.type());
  return value === undefined ? undefined : { kind: "data", value };
}
