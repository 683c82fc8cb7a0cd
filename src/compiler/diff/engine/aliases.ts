import { codeOf } from "../../nix/code.js";
import type { Rename } from "../options/renames.js";
import type { Side } from "./side.js";

/** Renames of which the head's module forwards the old name to the new one: configurations evaluate to the same. */
export function forwarded(
  renamed: readonly Rename[],
  { files = new Map() }: Pick<Side, "files">,
): readonly Rename[] {
  const candidates = renamed.filter(
    ({ from, to }) => from.typeKey === to.typeKey && from.presetKey === to.presetKey,
  );
  if (candidates.length === 0) return [];
  const codes = [...files].filter(([path]) => path.endsWith(".nix")).map(([, text]) => codeOf(text));
  return candidates.filter((rename) => codes.some((code) => aliasAt(code, rename) !== undefined));
}

/** Whether a file is the same but for the new names of options, and for what forwards the old ones. */
export function followsRenames(before: string, after: string, renames: readonly Rename[]): boolean {
  if (renames.length === 0) return false;
  const [old, now] = [before, after].map((text) => renames.reduce(withoutAlias, codeOf(text)));
  return JSON.stringify(renames.reduce(withNewName, old ?? [])) === JSON.stringify(now);
}

/** `(lib.mkRenamedOptionModule ["a" "b"] ["a" "c"])` */
function aliasOf({ from, to }: Rename): readonly string[] {
  const list = (path: readonly string[]) => [
    "[",
    ...path.map((part) => JSON.stringify(["string", part])),
    "]",
  ];
  return ["(", "lib.mkRenamedOptionModule", ...list(from.loc), ...list(to.loc), ")"];
}

/** Where the alias is an entry of a list that is bound to `imports`. */
function aliasAt(code: readonly string[], rename: Rename): number | undefined {
  const alias = aliasOf(rename);
  const at = code.findIndex(
    (_, start) => alias.every((token, offset) => code[start + offset] === token) && isImported(code, start),
  );
  return at === -1 ? undefined : at;
}

function isImported(code: readonly string[], entry: number): boolean {
  let depth = 0;
  for (let at = entry - 1; at > 1; at -= 1) {
    const token = code[at] ?? "";
    if (")]}".includes(token)) depth += 1;
    else if (depth > 0 && /^[([]$|\{$/.test(token)) depth -= 1;
    else if (/^[([]$|\{$/.test(token))
      return token === "[" && code[at - 1] === "=" && code[at - 2] === "imports";
  }
  return false;
}

function withoutAlias(code: readonly string[], rename: Rename): readonly string[] {
  const at = aliasAt(code, rename);
  return at === undefined ? code : code.toSpliced(at, aliasOf(rename).length);
}

/** An option is named from the set that its module binds to `cfg`, or by its whole path. */
function withNewName(code: readonly string[], { from, to }: Rename): readonly string[] {
  const parent = from.loc.slice(0, -1).join("\0") === to.loc.slice(0, -1).join("\0");
  if (!parent) return code;
  const [old, now] = [from.loc.at(-1) ?? "", to.loc.at(-1) ?? ""];
  const places = ["cfg", from.loc.slice(0, -1).join(".")];
  const rename = (text: string): string =>
    places.reduce((result, place) => replaceWhole(result, `${place}.${old}`, `${place}.${now}`), text);
  const renameIn = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(renameIn);
    return typeof part === "string" ? token(part) : part;
  };
  const token = (text: string): string => {
    if (!/^\["(string|lines)",/.test(text)) return rename(text);
    return JSON.stringify(renameIn(JSON.parse(text)));
  };
  return code.map(token);
}

/** Where neither a letter of a name nor another component stands before it. */
function replaceWhole(text: string, old: string, now: string): string {
  return text.split(old).reduce((result, rest) => {
    const isWhole =
      !/[\w'.-]$/.test(result.endsWith("config.") ? result.slice(0, -7) : result) && !/^[\w'-]/.test(rest);
    return `${result}${isWhole ? now : old}${rest}`;
  });
}
