import { type FlatOption, flatten, showOption } from "../../docs/flatten.js";
import { defaultText, exampleText } from "../../docs/options-json.js";
import { typeText } from "../../docs/type-text.js";
import type { Module, OptionType } from "../../ir/types.js";
import type { OptionFacts } from "../side.js";
import { outline } from "./outline.js";

/** The options of modules, by path. */
export function factsOfModules(modules: readonly Module[]): ReadonlyMap<string, OptionFacts> {
  const facts = modules.flatMap((module) => {
    const typeFacts = rememberTypes(module);
    return flatten(module).map((flat) => factsOf(flat, typeFacts));
  });
  return new Map(facts.map((option) => [option.name, option]));
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

function factsOf({ loc, option }: FlatOption, typeFacts: (type: OptionType) => TypeFacts): OptionFacts {
  const { deprecated, upstreamDefault } = option;
  const preset = defaultText(option);
  const example = exampleText(option);
  const { type, typeKey, typeText } = typeFacts(option.type);
  return {
    name: showOption(loc),
    loc,
    typeText,
    typeKey,
    type,
    ...(preset === undefined ? {} : { default: preset }),
    ...(example === undefined ? {} : { example }),
    description: option.description,
    readOnly: option.readOnly === true,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(upstreamDefault === undefined ? {} : { upstreamDefault: JSON.stringify(upstreamDefault) }),
  };
}
