import { behind, holdsSubmodule } from "../ir/submodules.js";
import type { AttrsType, ListType, Option, OptionType, RefType, SubmoduleType, Value } from "../ir/types.js";
import { addCheck, checked, printNumber, printString } from "./constraints.js";
import { apply, attrs, bind, raw, select, types } from "./construct.js";
import type { NixBinding, NixExpression } from "./expression.js";
import { fromJson } from "./print.js";
import { describe, prose } from "./prose.js";

/**
 * Options as the Nix that declares them, and their types: each is made of the other. The names used are `lib`'s (`mkOption`, `types`, …), which the file inherits,
 * and those of `helpers`, which it binds.
 */

/** What the printed module makes of a `ref`. */
export interface References {
  /** How it names the type. */
  readonly expression: (name: string) => NixExpression;
  /** The type itself, as `endRecursion` leaves it; nothing where another file has it. */
  readonly definitions: Readonly<Record<string, OptionType>>;
  /** What people call the program whose own defaults options tell of. */
  readonly upstream?: string;
}

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

function printValue(value: Value): NixExpression {
  return value.kind === "data" ? fromJson(value.value) : raw(value.text);
}

function printExample(value: Value): NixExpression {
  return value.kind === "data" ? fromJson(value.value) : literalExpression(value.text);
}

const literalExpression = (text: string): NixExpression =>
  apply(select("literalExpression"), { kind: "text", value: text });

/** The type of a whole option, which can say which name is wrong. */
function printOptionType(type: OptionType, references: References): NixExpression {
  if (type.kind !== "attrsOf" || type.namePattern === undefined) return printType(type, references);
  const { namePattern, ...others } = type;
  return apply(select("namesChecked"), { kind: "string", value: namePattern }, printType(others, references));
}

/** The expression of an option's type, such as `types.nullOr (types.enum ["a" "b"])`. */
export function printType(type: OptionType, references: References): NixExpression {
  const inner = (of: OptionType): NixExpression => printType(of, references);
  switch (type.kind) {
    case "bool":
    case "lines":
    case "path":
    case "package":
    case "raw":
      return types(type.kind);
    case "str":
      return printString(type);
    case "int":
    case "number":
      return printNumber(type);
    case "enum":
      return apply(types("enum"), { kind: "list", items: type.values.map((value) => fromJson(value)) });
    case "nullOr":
      return apply(type.explicit === true ? select("nullable") : types("nullOr"), inner(type.of));
    case "listOf":
      return printList(type, inner(type.of), references);
    case "attrsOf":
      return printAttrs(type, inner(type.of), references);
    case "ordered":
      return apply(select("orderedAttrs"), printOptionType(type.of, references));
    case "union":
      return printUnion(type.of.map(inner));
    case "submodule":
      return printSubmodule(type, references);
    case "json":
      return select("jsonFormat", "type");
    case "ref":
      return printReference(type, references);
  }
}

function printReference({ name, named }: RefType, { expression }: References): NixExpression {
  const type = expression(name);
  return named === true ? apply(select("named"), { kind: "string", value: name }, type) : type;
}

function printUnion(members: readonly NixExpression[]): NixExpression {
  const [first, second] = members;
  if (first === undefined) throw new Error("a union needs at least one member");
  if (second === undefined) return first;
  return members.length === 2
    ? apply(types("either"), first, second)
    : apply(types("oneOf"), { kind: "list", items: members });
}

function printSubmodule(type: SubmoduleType, references: References): NixExpression {
  const declared = bind("options", printOptions(type.options, references));
  const freeform =
    type.freeform === undefined ? [] : [bind("freeformType", printFreeform(type.freeform, references))];
  const submodule = apply(types("submodule"), attrs([...freeform, declared]));
  return type.fromFile ? apply(select("fromFile"), submodule) : submodule;
}

/** `freeformType` is the type of all undeclared keys together; any JSON value is one of any JSON values as well. */
function printFreeform(of: OptionType, references: References): NixExpression {
  const value = printType(of, references);
  return of.kind === "json" ? value : apply(types("attrsOf"), value);
}

function printList(type: ListType, of: NixExpression, { definitions }: References): NixExpression {
  const { minItems = 0, maxItems, unique } = type;
  const list = apply(types("listOf"), of);
  const checks = [
    ...(minItems > 0 ? [`builtins.length list >= ${minItems}`] : []),
    ...(maxItems === undefined ? [] : [`builtins.length list <= ${maxItems}`]),
    ...(unique ? ["lib.unique list == list"] : []),
  ];
  return checked(list, "list", checks, holdsSubmodule(type.of, definitions));
}

/** The name check is a function that the file binds beside the options, see {@link helpers}. */
function printAttrs(type: AttrsType, of: NixExpression, { definitions }: References): NixExpression {
  const attrsOf = apply(types("attrsOf"), of);
  if (type.namePattern === undefined) return attrsOf;
  return apply(
    addCheck(holdsSubmodule(type.of, definitions)),
    attrsOf,
    apply(select("namesMatch"), { kind: "string", value: type.namePattern }),
  );
}
