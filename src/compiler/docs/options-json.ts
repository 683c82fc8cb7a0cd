import { behind, holdsSubmodule } from "../ir/submodules.js";
import type { Module, Option, OptionType, Value } from "../ir/types.js";
import { describe } from "../nix/prose.js";
import { flatten, withoutRecursion } from "./flatten.js";
import { pretty } from "./pretty.js";
import { typeText } from "./type-text.js";

/** A piece of Nix or Markdown as nixpkgs' documentation tools tag it. */
export interface DocText {
  readonly _type: "literalExpression" | "literalMD";
  readonly text: string;
}

/** One entry of `options.json`, the file that nixpkgs' `nixosOptionsDoc` makes. */
export interface DocOption {
  readonly declarations: readonly string[];
  readonly default?: DocText;
  readonly description: string | null;
  readonly example?: DocText;
  readonly loc: readonly string[];
  readonly readOnly: boolean;
  readonly type: string;
}

/** The options of modules, by path and sorted by it. @param declarations the files that declare a module */
export function optionsJson(
  modules: readonly Module[],
  declarations: (module: Module) => readonly string[],
): Readonly<Record<string, DocOption>> {
  const entries = modules
    .map(withoutRecursion)
    .flatMap((module) =>
      flatten(module).map(({ name, loc, option }): [string, DocOption] => [
        name,
        docOption(loc, option, declarations(module), module),
      ]),
    );
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** What nixpkgs documents of one option of a module without recursion. */
export function docOption(
  loc: readonly string[],
  option: Option,
  declarations: readonly string[],
  { definitions, upstream }: Module,
): DocOption {
  const preset = defaultText(option) ?? emptyValue(option.type, definitions);
  const example = exampleText(option);
  return {
    declarations,
    ...(preset === undefined ? {} : { default: literal(preset) }),
    description: declaredDescription(option, upstream),
    ...(example === undefined ? {} : { example: literal(example) }),
    loc,
    readOnly: option.readOnly === true,
    type: typeText(declaredType(option), definitions),
  };
}

/** The type that nixpkgs' declaring function gives the option. */
function declaredType({ type, declaration }: Option): OptionType {
  return declaration?.kind === "package" && declaration.nullable ? { kind: "nullOr", of: type } : type;
}

const literal = (text: string): DocText => ({ _type: "literalExpression", text });

/** The description, where nixpkgs' declaring function has one of its own that one. */
function declaredDescription(option: Option, upstream: string | undefined): string {
  return option.declaration?.kind === "package"
    ? `The ${option.declaration.attribute} package to use.`
    : describe(option, upstream);
}

/** The default as Nix, as documentation shows it; nothing where the option declares none. */
export function defaultText(option: Option): string | undefined {
  if (option.declaration?.kind === "package") return `pkgs.${option.declaration.attribute}`;
  if (option.defaultText !== undefined) return option.defaultText;
  return option.default === undefined ? undefined : valueText(option.default);
}

/** The example as Nix. */
export function exampleText(option: Option): string | undefined {
  if (option.declaration?.kind === "enable") return "true";
  return option.example === undefined ? undefined : valueText(option.example);
}

function valueText(value: Value): string {
  return value.kind === "data" ? pretty(value.value) : value.text;
}

/** What a type without definitions amounts to; nixpkgs documents that as a default unless submodules are involved. */
function emptyValue(type: OptionType, definitions: Module["definitions"]): string | undefined {
  const plain = (of: OptionType, text: string) => (holdsSubmodule(of, definitions) ? undefined : text);
  switch (type.kind) {
    case "json":
      return "null";
    case "nullOr":
      return plain(type.of, "null");
    case "ordered":
    case "listOf":
      return plain(type.of, "[ ]");
    case "attrsOf":
      return plain(type.of, "{ }");
    case "ref":
      return behind(type, definitions, undefined, emptyValue);
    default:
      return undefined;
  }
}
