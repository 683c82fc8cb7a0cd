import { type FlatOption, flatten, showOption } from "../../docs/flatten.js";
import { defaultText, exampleText } from "../../docs/options-json.js";
import { typeText } from "../../docs/type-text.js";
import type { Module } from "../../ir/types.js";
import type { OptionFacts } from "../side.js";
import { outline } from "./outline.js";

/** The options of modules, by path. */
export function factsOfModules(modules: readonly Module[]): ReadonlyMap<string, OptionFacts> {
  const facts = modules.flatMap((module) => flatten(module).map((flat) => factsOf(flat, module)));
  return new Map(facts.map((option) => [option.name, option]));
}

function factsOf({ loc, option }: FlatOption, { definitions }: Module): OptionFacts {
  const { deprecated, upstreamDefault } = option;
  const preset = defaultText(option);
  const example = exampleText(option);
  const type = outline(option.type, definitions);
  return {
    name: showOption(loc),
    loc,
    typeText: typeText(option.type, definitions),
    typeKey: JSON.stringify(type),
    type: () => type,
    ...(preset === undefined ? {} : { default: preset }),
    ...(example === undefined ? {} : { example }),
    description: option.description,
    readOnly: option.readOnly === true,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(upstreamDefault === undefined ? {} : { upstreamDefault: JSON.stringify(upstreamDefault) }),
  };
}
