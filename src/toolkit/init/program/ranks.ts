/** What a candidate is: a schema; a type that an entry of the package exports, or a function of it takes; one of no entry. */
export type Kind = "schema" | "taken" | "type" | "inside";

/**
 * Kinds and names of candidates, the likeliest first; `~` stands for the package's own name, so that `KnipConfig` of knip is
 * `~Config`.
 */
const RANKS: readonly (readonly [kind: Kind, name: RegExp])[] = [
  ["schema", /^~?(?:settings|config|configuration|options|rc)?$/iu],
  ["taken", /^/u],
  ["type", /^~(?:User)?(?:Config|Configuration|Settings)$/u],
  ["type", /^(?:User|Initial|Written)(?:Config|Configuration|Settings|Options)$/u],
  ["type", /^(?:Config|Configuration|Settings)$/u],
  ["type", /^~?Options$/u],
  ["schema", /settings|config|options/iu],
  ["schema", /^/u],
  ["inside", /^(?:~|User|Initial|Written)?(?:Config|Configuration|Settings|Options)$/u],
  ["type", /(?:Config|Configuration|Settings)$/u],
  ["type", /^/u],
  ["inside", /^/u],
];

/** What a program makes of its settings, which are what is wanted. */
const MADE = /^(?:Resolved|Normalized|Full|Required|Qualified|Validated|Internal|Default)/u;

/** How far down a candidate is; what stands in a namespace is further down than what does not. */
export function rankOf(kind: Kind, name: string, packageName: string): number {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const own = ownAsTilde(last, packageName);
  const row = RANKS.findIndex(([of, pattern]) => of === kind && pattern.test(own));
  return row + (MADE.test(own) ? RANKS.length : 0) + (last === name ? 0 : 0.5);
}

/** The name without what every schema is called, and with `~` for the package's name or its scope. */
function ownAsTilde(name: string, packageName: string): string {
  const words = packageName.split("/").map((word) => word.replace(/\W/gu, ""));
  const plain = name.replace(/schema/iu, "").replace(/[\W_]/gu, "");
  return plain.replace(new RegExp(`^(?:${words.join("|")})`, "iu"), "~");
}
