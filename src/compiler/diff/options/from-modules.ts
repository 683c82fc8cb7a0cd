import { type FlatOption, flatten, withoutRecursion } from "../../docs/flatten.js";
import { defaultText, exampleText } from "../../docs/options-json.js";
import { typeText } from "../../docs/type-text.js";
import type { Module, Option, OptionType } from "../../ir/types.js";
import type { OptionFacts } from "../engine/side.js";
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

type TypeFacts = Pick<OptionFacts, "type" | "typeKey" | "typeText">;

/** Thousands of options share a few types; what is said of each is worked out, and kept, once. */
export function rememberTypes({ definitions }: Module): (type: OptionType) => TypeFacts {
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
export class DeclaredOption implements OptionFacts {
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
