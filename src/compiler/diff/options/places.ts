import { showOption } from "../../docs/flatten.js";
import type { Module, Option, OptionType } from "../../ir/types.js";
import type { OptionFacts, Side } from "../engine/side.js";
import { DeclaredOption, documentedModule, rememberTypes } from "./from-modules.js";

/** Whether a place is in a module. */
export const isIn = ({ path }: Pick<Module, "path">, { loc }: Pick<Place, "loc">): boolean =>
  path.every((part, at) => loc[at] === part);

/** An option by its path, also where documentation does not list it since it has named the type that it is in. */
export function optionAt({ options, modules }: OptionSide, { name, loc }: Place): OptionFacts | undefined {
  return options.get(name) ?? (modules === undefined ? undefined : finder(modules)(loc, name));
}

type OptionSide = Pick<Side, "options" | "modules">;
type Place = Pick<OptionFacts, "name" | "loc">;
type Find = (loc: readonly string[], name: string) => OptionFacts | undefined;

const finders = new WeakMap<object, Find>();

function finder(modules: readonly Module[]): Find {
  const find = finders.get(modules) ?? makeFinder(modules);
  finders.set(modules, find);
  return find;
}

function makeFinder(modules: readonly Module[]): Find {
  // Of two modules at one path the later counts, as in the list of options.
  const known = modules
    .toReversed()
    .map(documentedModule)
    .map((module) => ({ module, typeFacts: rememberTypes(module) }));
  return (loc, name) => {
    for (const { module, typeFacts } of known) {
      const { path, options, definitions } = module;
      if (!isIn(module, { loc })) continue;
      const option = follow({ kind: "submodule", options }, loc.slice(path.length), definitions);
      if (option !== undefined) return new DeclaredOption({ name, loc, option }, typeFacts);
    }
    return undefined;
  };
}

/** The option that a path leads to, in the way in which documentation writes paths. */
function follow(
  type: OptionType,
  [part, ...rest]: readonly string[],
  definitions: Module["definitions"],
): Option | undefined {
  const within = (of: OptionType | undefined): Option | undefined => of && follow(of, rest, definitions);
  const around = unwrap(type, definitions);
  switch (around.kind) {
    case "listOf":
    case "ordered":
      return part === "*" ? within(around.of) : undefined;
    case "attrsOf":
      return part === "<name>" ? within(around.of) : undefined;
    case "submodule": {
      const option = around.options.find(({ name }) => name === part);
      if (option !== undefined) return rest.length === 0 ? option : within(option.type);
      return part === "<name>" ? within(around.freeform) : undefined;
    }
    default:
      return undefined;
  }
}

/** Places of the options that an option's type declares itself, listed or not. */
export function placesBelow({ modules = [] }: OptionSide, { loc, declared }: OptionFacts): readonly Place[] {
  const module = modules.findLast((one) => isIn(one, { loc }));
  if (module === undefined || declared === undefined) return [];
  return declaredIn(declared.type, loc, documentedModule(module).definitions).map((place) => ({
    loc: place,
    name: showOption(place),
  }));
}

function declaredIn(
  type: OptionType,
  loc: readonly string[],
  definitions: Module["definitions"],
  depth = 0,
): readonly (readonly string[])[] {
  const around = unwrap(type, definitions);
  // Lists of lists, and sets of sets, that contain themselves declare nothing.
  if (depth > 20) return [];
  switch (around.kind) {
    case "listOf":
    case "ordered":
      return declaredIn(around.of, [...loc, "*"], definitions, depth + 1);
    case "attrsOf":
      return declaredIn(around.of, [...loc, "<name>"], definitions, depth + 1);
    case "submodule": {
      const free =
        around.freeform === undefined
          ? []
          : declaredIn(around.freeform, [...loc, "<name>"], definitions, depth + 1);
      return [...around.options.map(({ name }) => [...loc, name]), ...free];
    }
    default:
      return [];
  }
}

/** What a type is that may be null, or a name; a name that leads to itself and to nothing in between is left. */
function unwrap(type: OptionType, definitions: Module["definitions"]): OptionType {
  const entered = new Set<OptionType>();
  let inner = type;
  while (!entered.has(inner)) {
    entered.add(inner);
    if (inner.kind === "nullOr") inner = inner.of;
    else if (inner.kind === "ref") inner = definitions[inner.name] ?? inner;
  }
  return inner;
}
