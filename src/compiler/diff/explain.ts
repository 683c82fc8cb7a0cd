import { dirname, relative } from "node:path/posix";
import { optionsFile, typeFile } from "../emit/options.js";
import type { Module, OptionType } from "../ir/types.js";
import { codeOf } from "../nix/code.js";
import type { Side } from "./side.js";
import { headerSource } from "./snapshot.js";

/** What of a tree is nothing but the options that its snapshot tells of, printed. */
export interface Explained {
  /** Files that hold the declarations of a module, or a type that these refer to, and no other code. */
  readonly files: ReadonlySet<string>;
  /** Paths of the modules that no file declares as the snapshot has them. */
  readonly undeclared: readonly string[];
}

type Definitions = Module["definitions"];

/**
 * Prints the options that a tree says it has, and looks for files that hold that and nothing else. A file that is
 * explained on both sides needs no reading: whatever differs in it, an option differs in.
 */
export function explain({ modules = [], files = new Map() }: Pick<Side, "modules" | "files">): Explained {
  const nix = [...files].filter(([path]) => path.endsWith(".nix"));
  const written = new Map(nix.map(([path, text]) => [tokens(text), path]));
  const directories = [...new Set(nix.map(([path]) => dirname(path)))];
  const explained = new Set<string>();
  const found = (print: () => string): string | undefined => {
    const printed = attempt(print);
    return printed === undefined ? undefined : written.get(tokens(printed));
  };
  // Descriptions name whose own default they tell of, as the header does.
  const titles = [...new Set(nix.flatMap(([, text]) => headerTitle(text) ?? []))];
  const typeAt = (name: string, definitions: Definitions): string | undefined =>
    titles
      .map((title) => found(() => printedType(name, definitions, title)))
      .find((path) => path !== undefined);
  const undeclared = modules.filter((module) => {
    const names = [...new Set(module.options.flatMap(({ type }) => references(type)))];
    const types = names.map((name) => typeAt(name, module.definitions));
    const paths = types.filter((path) => path !== undefined);
    if (paths.length < names.length) return true;
    // What a file imports is named as seen from where the file lies.
    const file = directories.map((directory) => {
      const imports = names.map((name, at) => [name, seenFrom(directory, paths[at] ?? "")]);
      const path = found(() => optionsFile(module, Object.fromEntries(imports), unknown));
      return path !== undefined && dirname(path) === directory ? path : undefined;
    });
    const own = file.find((path) => path !== undefined);
    if (own === undefined) return true;
    for (const path of [own, ...paths]) explained.add(path);
    return false;
  });
  return { files: explained, undeclared: undeclared.map(({ path }) => path.join(".")) };
}

const headerTitle = (text: string): string | undefined =>
  /^# (.*)'s options: /.exec(headerSource(text) ?? "")?.[1];

/** What a snapshot says need not be printable: then no file can be what it says. */
function attempt(print: () => string): string | undefined {
  try {
    return print();
  } catch {
    return undefined;
  }
}

/** Stands in a comment only. */
const unknown = { version: "", source: "" };

const tokens = (text: string): string => JSON.stringify(codeOf(text));

function seenFrom(directory: string, path: string): string {
  const way = relative(directory, path);
  return way.startsWith(".") ? way : `./${way}`;
}

function printedType(name: string, definitions: Definitions, title: string): string {
  const type = definitions[name];
  if (type === undefined) return "";
  const reached = reachable(type, definitions);
  const own = Object.entries(definitions).filter(([other]) => reached.has(other));
  return typeFile(type, Object.fromEntries(own), { ...unknown, title });
}

/** Names of the types that a type refers to, and that these refer to in turn. */
export function reachable(type: OptionType, definitions: Definitions): ReadonlySet<string> {
  const found = new Set<string>();
  const enter = (one: OptionType): void => {
    for (const name of references(one)) {
      const target = definitions[name];
      if (found.has(name) || target === undefined) continue;
      found.add(name);
      enter(target);
    }
  };
  enter(type);
  return found;
}

function references(type: OptionType): readonly string[] {
  switch (type.kind) {
    case "ref":
      return [type.name];
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return references(type.of);
    case "union":
      return type.of.flatMap(references);
    case "submodule":
      return [
        ...type.options.flatMap((option) => references(option.type)),
        ...(type.freeform ? references(type.freeform) : []),
      ];
    default:
      return [];
  }
}
