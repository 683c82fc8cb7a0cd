import { type FlatOption, flatten, showOption, withoutRecursion } from "../../docs/flatten.js";
import { defaultText, exampleText } from "../../docs/options-json.js";
import { typeText } from "../../docs/type-text.js";
import type { Module, Option, OptionType } from "../../ir/types.js";
import type { OptionFacts, Side } from "../engine/side.js";
import { outline } from "./outline.js";
import { presetOf } from "./preset.js";

/** The options of modules, by path. */
export function factsOfModules(modules: readonly Module[]): ReadonlyMap<string, OptionFacts> {
  const facts = new Map<string, OptionFacts>();
  for (const module of modules.map(documentedModule)) {
    const typeFacts = rememberTypes(module);
    for (const flat of flatten(module)) {
      facts.set(flat.name, new DeclaredOption(flat, typeFacts));
    }
  }
  return facts;
}

const ended = new WeakMap<Module, Module>();

/** A module as its documentation has it; once made the same, so that its options are. */
export function documentedModule(module: Module): Module {
  const known = ended.get(module) ?? withoutRecursion(module);
  ended.set(module, known);
  return known;
}

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
      if (!path.every((part, at) => loc[at] === part)) continue;
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
  const module = modules.findLast(({ path }) => path.every((part, at) => loc[at] === part));
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

type TypeFacts = Pick<OptionFacts, "type" | "typeKey" | "typeText">;

/** Thousands of options share a few types; what is said of each is worked out, and kept, once. */
function rememberTypes({ definitions }: Module): (type: OptionType) => TypeFacts {
  const known = new Map<string, TypeFacts>();
  return (declared) => {
    const written = JSON.stringify(declared);
    const earlier = known.get(written);
    if (earlier !== undefined) return earlier;
    const type = outline(declared, definitions);
    const facts = {
      typeText: typeText(declared, definitions),
      typeKey: JSON.stringify(type),
      type: () => type,
    };
    known.set(written, facts);
    return facts;
  };
}

/** Works a fact out whenever it is asked for: of most options nobody asks. */
class DeclaredOption implements OptionFacts {
  readonly name: string;
  readonly loc: readonly string[];
  readonly declared: Option;
  readonly #typeFacts: (type: OptionType) => TypeFacts;

  constructor({ name, loc, option }: FlatOption, typeFacts: (type: OptionType) => TypeFacts) {
    this.name = name;
    this.loc = loc;
    this.declared = option;
    this.#typeFacts = typeFacts;
  }

  type(): OptionType {
    return this.#typeFacts(this.declared.type).type();
  }
  get typeKey(): string {
    return this.#typeFacts(this.declared.type).typeKey;
  }
  get typeText(): string {
    return this.#typeFacts(this.declared.type).typeText;
  }
  get default(): string | undefined {
    return defaultText(this.declared);
  }
  get presetKey(): string | undefined {
    const preset = presetOf(this);
    return preset === undefined ? undefined : JSON.stringify(preset);
  }
  get example(): string | undefined {
    return exampleText(this.declared);
  }
  get description(): string {
    return this.declared.description;
  }
  get readOnly(): boolean {
    return this.declared.readOnly === true;
  }
  get deprecated(): string | undefined {
    return this.declared.deprecated;
  }
  get upstreamDefault(): string | undefined {
    const { upstreamDefault } = this.declared;
    return upstreamDefault === undefined ? undefined : JSON.stringify(upstreamDefault);
  }
}
