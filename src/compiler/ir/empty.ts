import type { Json, OptionType } from "./types.js";

/** What an option without definitions and default is (`emptyValue` of nixpkgs' types); undefined where it has to be set. */
export function emptyValue({ kind }: OptionType): Json | undefined {
  if (kind === "attrsOf" || kind === "submodule") return {};
  if (kind === "listOf" || kind === "ordered") return [];
  return kind === "nullOr" ? null : undefined;
}
