import { showOption } from "../../docs/flatten.js";
import { fromJson, printNix } from "../../nix/print.js";
import type { Side } from "../engine/side.js";
import type { Rename } from "./renames.js";

/**
 * Nix to paste into the module, so that whoever sets the old name is told, and served where that is possible:
 * `mkRenamedOptionModule` in the module, or in the submodule that both names are in; for keys of a freeform set, where
 * it has no effect, an assertion. Nothing where the option has moved between submodules.
 */
export function migrationStub({ from, to }: Rename, base: Side["options"]): string | undefined {
  const parent = enclosingOption(from.loc, base);
  if (parent === undefined) return renamedModule(from.loc, to.loc);
  if (base.get(parent.name)?.typeText.includes("open submodule of") === true)
    return assertion(from.loc, to.name);
  const within = (loc: readonly string[]): readonly string[] => loc.slice(parent.depth);
  const together = from.loc.slice(0, parent.depth).join("\0") === to.loc.slice(0, parent.depth).join("\0");
  return together
    ? `# in the submodule of ${parent.name}\n${renamedModule(within(from.loc), within(to.loc))}`
    : undefined;
}

function renamedModule(from: readonly string[], to: readonly string[]): string {
  return `imports = [\n  (lib.mkRenamedOptionModule ${nixList(from)} ${nixList(to)})\n];`;
}

const nixList = (path: readonly string[]): string => printNix(fromJson([...path]));

interface Enclosing {
  readonly name: string;
  /** Components up to and with the placeholder that stands for an entry of the option. */
  readonly depth: number;
}

/** The nearest option that the option is inside of, as a member of its submodule. */
function enclosingOption(loc: readonly string[], options: Side["options"]): Enclosing | undefined {
  for (let depth = loc.length - 1; depth > 0; depth -= 1) {
    const end = loc.slice(0, depth).findLastIndex((part) => !isPlaceholder(part)) + 1;
    const name = showOption(loc.slice(0, end));
    if (options.has(name)) return { name, depth };
  }
  return undefined;
}

const isPlaceholder = (part: string): boolean => part === "*" || part === "<name>";

/** An assertion that no set on the way holds the key; `*` and `<name>` stand for every entry. */
function assertion(loc: readonly string[], newName: string): string {
  const message = printNix({
    kind: "string",
    value: `${loc.join(".")}: this is called ${newName} now; use that name`,
  });
  return `assertions = [\n  {\n    assertion = ${absent(loc, "config", 0)};\n    message = ${message};\n  }\n];`;
}

function absent(loc: readonly string[], scope: string, depth: number): string {
  const at = loc.findIndex(isPlaceholder);
  if (at === -1) return `lib.attrByPath ${nixList(loc)} null ${scope} == null`;
  const entry = `entry${depth === 0 ? "" : depth}`;
  const set = `(lib.attrByPath ${nixList(loc.slice(0, at))} ${loc[at] === "*" ? "[]" : "{}"} ${scope})`;
  const entries = loc[at] === "*" ? set : `(lib.attrValues ${set})`;
  return `builtins.all (${entry}: ${absent(loc.slice(at + 1), entry, depth + 1)}) ${entries}`;
}
