import { dirname, relative } from "node:path/posix";
import { groupBy } from "../../../group-by.js";
import { optionsFile, typeFile } from "../../emit/options.js";
import { neededDefinitions, referencesOf } from "../../ir/references.js";
import type { Module } from "../../ir/types.js";
import { codeOf } from "../../nix/code.js";
import { printPath } from "../../nix/print.js";
import { alone, moduleNames, renamed, typeNames } from "./qualified.js";
import type { Side } from "./side.js";
import { headerSource, modulesOf } from "./snapshot.js";

/** What of a tree is nothing but the options that its snapshot tells of, printed. */
export interface Explained {
  /**
   * Files that hold the declarations of a module, or a type that these refer to, and no other code; by path.
   */
  readonly files: ReadonlyMap<string, ExplainedFile>;
  /** Paths of the modules that no file declares as the snapshot has them. */
  readonly undeclared: readonly string[];
}

export interface ExplainedFile {
  /** What was printed of it. */
  readonly printed: string;
  /** The path of the module that it declares; absent for a type, which the imports of a module name by its file. */
  readonly module?: string;
}

type Definitions = Module["definitions"];

const known = new WeakMap<object, Explained>();

/**
 * Prints the options that a tree says it has, and looks for files that hold that and nothing else. A file that is
 * explained on both sides, as the same module, needs no reading: whatever differs in it, an option differs in. Of one side
 * it is worked out once.
 */
export function explain(side: Pick<Side, "snapshot" | "files">): Explained {
  const found = known.get(side) ?? explainAnew(side);
  known.set(side, found);
  return found;
}

/** A printed text, and the file of the tree that holds it. */
interface Placed {
  readonly path: string;
  readonly printed: string;
}

function explainAnew({ snapshot, files = new Map() }: Pick<Side, "snapshot" | "files">): Explained {
  if (snapshot === undefined) return { files: new Map(), undeclared: [] };
  const nix = [...files].filter(([path]) => path.endsWith(".nix"));
  const written = groupBy(nix, ([, text]) => tokens(text));
  // Files of two programs may hold one type: each is known by the type's name.
  const placed = (print: () => string, name = ""): Placed | undefined => {
    const printed = attempt(print);
    const alike = printed === undefined ? [] : (written.get(tokens(printed)) ?? []);
    const [path] = alike.find(([one]) => isNamed(one, name)) ?? alike[0] ?? [];
    return printed === undefined || path === undefined ? undefined : { path, printed };
  };
  // Descriptions name whose own default they tell of, as the header does.
  const titles = [...new Set(nix.flatMap(([, text]) => headerTitle(text) ?? []))];
  const types = new Map(
    Object.keys(snapshot.definitions).map((name) => [
      name,
      lazily(() =>
        first(titles, (title) =>
          first(printedTypes(name, snapshot.definitions, title), (print) => placed(print, name)),
        ),
      ),
    ]),
  );
  const explained = new Map<string, ExplainedFile>();
  const undeclared = modulesOf(snapshot).filter((module) => {
    const names = [...new Set(module.options.flatMap(({ type }) => referencesOf(type)))];
    const used = names.map((name) => types.get(name)?.());
    const declaration = `options.${attempt(() => printPath(module.path))} = `;
    const own = first(nix, ([path, text]) => {
      if (!text.includes(declaration)) return undefined;
      return first(moduleNames(names), (rename) => {
        const imports = names.map((name, at) => [
          rename(name),
          seenFrom(dirname(path), used[at]?.path ?? ""),
        ]);
        const options = renamed(alone(module), rename);
        const found = options && placed(() => optionsFile(options, Object.fromEntries(imports), unknown));
        return found?.path === path ? found : undefined;
      });
    });
    if (own === undefined || used.includes(undefined)) return true;
    for (const one of used) if (one !== undefined) explained.set(one.path, { printed: one.printed });
    explained.set(own.path, { printed: own.printed, module: module.path.join(".") });
    return false;
  });
  return { files: explained, undeclared: undeclared.map(({ path }) => path.join(".")) };
}

/** Whether a file is where the type of a name would be: `app/settings.nix` for `app.settings`, or `settings`. */
const isNamed = (path: string, name: string): boolean =>
  `/${path}`.endsWith(`/${name.replaceAll(".", "/")}.nix`);

/** The first result that is one. */
function first<T, Result>(list: readonly T[], find: (one: T) => Result | undefined): Result | undefined {
  for (const one of list) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Works something out when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
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

/** The file of a type in each of the ways in which it may name what it needs. */
function printedTypes(name: string, definitions: Definitions, title: string): readonly (() => string)[] {
  const type = definitions[name];
  if (type === undefined) return [];
  const options = [{ name, type, description: "" }];
  const set = { options, definitions: neededDefinitions({ options, definitions }) };
  return typeNames(name).flatMap((rename) => {
    const { options: [option] = [], definitions: needed } = renamed(set, rename) ?? { definitions: {} };
    return option === undefined ? [] : [() => typeFile(option.type, needed, { ...unknown, title })];
  });
}
