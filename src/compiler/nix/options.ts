import { behind } from "../ir/submodules.js";
import type { Option, OptionType, Value } from "../ir/types.js";
import { apply, attrs, bind, raw, select } from "./construct.js";
import type { NixBinding, NixExpression } from "./expression.js";
import { fromJson } from "./print.js";
import { printOptionType, type References } from "./types.js";

/**
 * Options as the Nix that declares them. The names used are `lib`'s (`mkOption`, `types`, …), which the file inherits,
 * and those of `helpers`, which it binds.
 */

/**
 * The attribute set `{ name = mkOption {…}; … }` that declares a list of options. An option's expression is made when
 * it is read: of 100,000 options, that of one is in memory and not those of all.
 */
export function printOptions(options: readonly Option[], references: References): NixExpression {
  const entries = options.map((option) => ({
    path: [option.name],
    get value() {
      return printOption(option, references);
    },
  }));
  return { kind: "attrs", entries, spaced: true };
}

function printOption(option: Option, references: References): NixExpression {
  const declaration = option.declaration ?? { kind: "option" };
  switch (declaration.kind) {
    case "enable":
      return apply(select("mkEnableOption"), { kind: "string", value: declaration.what });
    case "package":
      return apply(
        select("mkPackageOption"),
        select("pkgs"),
        { kind: "string", value: declaration.attribute },
        attrs(declaration.nullable ? [bind("nullable", { kind: "bool", value: true })] : []),
      );
    case "group":
      return printOptions(groupOptions(option), references);
    case "option":
      return apply(select("mkOption"), attrs(optionBindings(option, references)));
  }
}

/** The options of a group; see {@link Option}'s declaration kinds. */
function groupOptions(option: Option): readonly Option[] {
  if (option.type.kind !== "submodule") throw new Error(`${option.name}: a group's type is a submodule`);
  return option.type.options;
}

function optionBindings(option: Option, references: References): readonly NixBinding[] {
  const type = printOptionType(option.type, references);
  const open = option.default === undefined && isEmptyUnfit(option.type, references.definitions);
  const bindings: NixBinding[] = [bind("type", open ? apply(select("mustBeSet"), type) : type)];
  if (isUnset(option)) bindings.push(bind("defaultText", literalExpression("null")));
  else if (option.default !== undefined) bindings.push(bind("default", printValue(option.default)));
  if (option.defaultText !== undefined)
    bindings.push(bind("defaultText", literalExpression(option.defaultText)));
  if (option.example !== undefined) bindings.push(bind("example", printExample(option.example)));
  if (option.readOnly === true) bindings.push(bind("readOnly", { kind: "bool", value: true }));
  bindings.push(bind("description", prose(describe(option, references.upstream))));
  return bindings;
}

/** Whether the default, null, means that nobody sets the option, and not the null that the type takes. */
const isUnset = ({ type, default: preset }: Option): boolean =>
  type.kind === "nullOr" && type.explicit === true && preset?.kind === "data" && preset.value === null;

/** Whether a type's empty value, which stands in for an option that nobody sets, may be one that was not meant. */
function isEmptyUnfit(type: OptionType, definitions: References["definitions"]): boolean {
  switch (type.kind) {
    case "nullOr":
    case "json":
      return true;
    case "listOf":
      return (type.minItems ?? 0) > 0;
    case "ref":
      return behind(type, definitions, true, isEmptyUnfit);
    default:
      return false;
  }
}

/**
 * The description with what upstream says beside it: the program's own default is documented, and never written.
 * @param upstream what people call the program
 */
export function describe(
  { description, upstreamDefault, deprecated }: Option,
  upstream = "The program",
): string {
  const paragraphs = [
    description,
    ...(upstreamDefault === undefined
      ? []
      : [`${upstream}'s own default: \`${JSON.stringify(upstreamDefault)}\`.`]),
    ...(deprecated === undefined ? [] : [`Deprecated: ${deprecated}`]),
  ];
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

/** Columns of a paragraph. Markdown takes a line break for a space, so that prose may be wrapped. */
const proseWidth = 80;

function prose(description: string): NixExpression {
  if (description.length <= proseWidth && !description.includes("\n"))
    return { kind: "string", value: description };
  return { kind: "text", value: `${description.split("\n").map(wrap).join("\n")}\n` };
}

function wrap(paragraph: string): string {
  const lines: string[] = [];
  for (const word of paragraph.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > proseWidth) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}

function printValue(value: Value): NixExpression {
  return value.kind === "data" ? fromJson(value.value) : raw(value.text);
}

function printExample(value: Value): NixExpression {
  return value.kind === "data" ? fromJson(value.value) : literalExpression(value.text);
}

const literalExpression = (text: string): NixExpression =>
  apply(select("literalExpression"), { kind: "text", value: text });
