/** Reserved words of Nix's lexer. `or` is one in some positions only, so it is quoted everywhere. */
const keywords = new Set(["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"]);

/** Whether Nix reads the name as one identifier (Nix manual, "Identifiers"). */
export function isIdentifier(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name) && !keywords.has(name);
}

/** Where a value sits in a tree: attribute names and list indices, outermost first. */
export type ValuePath = readonly (string | number)[];

/** A path as people write it: `servers."my server"[2].port`. */
export function showPath(path: ValuePath): string {
  const parts = path.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return isIdentifier(key) ? `.${key}` : `.${JSON.stringify(key)}`;
  });
  return parts.join("").replace(/^\./, "");
}

/** Orders strings by code point, as Nix orders attribute names; JavaScript's own order is by UTF-16 unit. */
export function byCodePoint(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Surrogates stand for the code points above all that one unit can hold. */
const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
