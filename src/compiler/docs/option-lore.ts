import type { ProgramFile } from "../program/types.js";
import { type FlatOption, typeName } from "./flatten.js";
import { type Lore, loreOf } from "./lore.js";

const nothing: Lore = { since: undefined, losses: [] };

/**
 * The lore of options that are keys of a program's files: those at and below an option whose type is such a file, and
 * those of types that are described by themselves.
 */
export function loreIn(
  flat: readonly FlatOption[],
  types: readonly (readonly FlatOption[])[],
  files: readonly ProgramFile[],
): (loc: readonly string[]) => Lore {
  const roots = files.flatMap((file) => {
    const named = types.flatMap(([type, ...inside]) => {
      const name = type === undefined ? undefined : nameIn(file, type.option.name);
      return type === undefined || name === undefined ? [] : [{ name, type, inside }];
    });
    const apart = named.map(({ name, inside }) => ({
      name,
      keys: inside.map(({ loc }) => keyPath([typeName(name), ...loc.slice(1)])),
    }));
    const lore = file.history === undefined ? () => nothing : loreOf(file, file.history, apart);
    const whole = flat.filter(({ option: { type } }) => type.kind === "ref" && type.name === file.name);
    return [
      ...whole.map(({ loc }): Root => ({ loc, at: [], lore })),
      ...named.map(({ name, type }): Root => ({ loc: type.loc, at: [typeName(name)], lore })),
    ];
  });
  return (loc) => {
    const root = roots.find((one) => one.loc.every((part, index) => loc[index] === part));
    return root?.lore(keyPath([...root.at, ...loc.slice(root.loc.length)])) ?? nothing;
  };
}

/** Where lore begins among the options, and where that is in the way that importers write it. */
interface Root {
  readonly loc: readonly string[];
  readonly at: readonly string[];
  readonly lore: (path: string) => Lore;
}

/** What a definition of a module is called in a file's own schema, which may have the file's name before it in the module. */
function nameIn({ name: file, definitions }: ProgramFile, name: string): string | undefined {
  const own = name.startsWith(`${file}.`) ? name.slice(file.length + 1) : name;
  return own in definitions ? own : undefined;
}

/** An option's place in the way that importers write it: `packages.*.source` is `packages[].source` there. */
function keyPath(loc: readonly string[]): string {
  return loc
    .map((part) => (part === "*" ? "[]" : `.${part === "<name>" ? "*" : part}`))
    .join("")
    .replace(/^\./, "");
}
