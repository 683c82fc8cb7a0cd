import type {
  AttrsType,
  ListType,
  NumericType,
  Option,
  OptionType,
  RefType,
  StringType,
  SubmoduleType,
  Value,
} from "../ir/types.js";
import type { NixBinding, NixExpression } from "./expression.js";
import { fromJson, printNix } from "./print.js";

/**
 * Options and types as the Nix that declares them. The names used are `lib`'s (`mkOption`, `types`, …), which the
 * file inherits, and those of {@link helpers}, which it binds.
 */

/** What printed options and types may refer to beside `lib`'s names: name to the Nix that defines it. */
export const helpers: Readonly<Record<string, string>> = {
  jsonFormat: "pkgs.formats.json {}",
  // "À" is the bytes C3 80 and "¿" C2 BF: in UTF-8, bytes from 80 up to C2 continue a character.
  hasLength: `least: most: string: let
    continues = byte: byte >= builtins.substring 1 1 "À" && byte < builtins.substring 0 1 "¿";
    length = builtins.length (builtins.filter (byte: !continues byte) (lib.stringToCharacters string));
  in
    length >= least && (most == null || length <= most)`,
  // nixpkgs rebuilds a type that holds submodules, which loses what was added to it; these two add it again.
  checked: `type: check:
    types.addCheck type check
    // {
      substSubModules = modules: checked (type.substSubModules modules) check;
    }`,
  // Where nobody sets an option, nixpkgs takes its type's empty value, such as null; without one that is an error.
  mustBeSet: `type:
    type
    // {
      emptyValue = {};
      substSubModules = modules: mustBeSet (type.substSubModules modules);
    }`,
  // A key that nobody sets is null, and is not written. Where null is a value of its own, somebody's null is this set.
  nullable: `type: let
    base = types.nullOr type;
    isSetNull = value: value._type or null == "explicit-null";
    functor = base.functor // {type = payload: nullable payload.elemType;};
  in
    base
    // {
      inherit functor;
      check = value: base.check value || isSetNull value;
      merge = loc: defs: let
        plain = def:
          if isSetNull def.value
          then def // {value = null;}
          else def;
        merged = base.merge loc (map plain defs);
      in
        if merged == null
        then {_type = "explicit-null";}
        else merged;
      substSubModules = modules: nullable (type.substSubModules modules);
      typeMerge = types.defaultTypeMerge functor;
    }`,
  // What is written of a value: not the keys that nobody set.
  withoutNulls: `value:
    if builtins.isList value
    then map withoutNulls value
    else if value._type or null == "explicit-null"
    then null
    else if builtins.isAttrs value && !lib.isDerivation value
    then lib.mapAttrs (_: withoutNulls) (lib.filterAttrs (_: inner: inner != null) value)
    else value`,
  // Documentation of a type that contains itself would have no end: from here on it says the type's name.
  named: `name: type:
    type
    // {
      description = name;
      descriptionClass = "noun";
      getSubOptions = _: {};
      getSubModules = null;
      nestedTypes = {};
      functor = type.functor // {inherit name;};
      typeMerge = other:
        if other.name == name
        then named name type
        else null;
    }`,
  // An option's type can say which name is wrong; one of several in a union has to refuse, for the next may take the value.
  namesChecked: `pattern: type:
    type
    // {
      merge = loc: defs: let
        wrong = builtins.filter (name: builtins.match pattern name == null) (lib.concatMap (def: builtins.attrNames def.value) defs);
      in
        if wrong == []
        then type.merge loc defs
        else throw "The option \`\${lib.showOption (loc ++ [(builtins.head wrong)])}' has a name that is none: expected one that matches \${pattern}";
      substSubModules = modules: namesChecked pattern (type.substSubModules modules);
    }`,
  namesMatch:
    "pattern: attrs: builtins.all (name: builtins.match pattern name != null) (builtins.attrNames attrs)",
};

/** What the printed module makes of a `ref`. */
export interface References {
  /** How it names the type. */
  readonly expression: (name: string) => NixExpression;
  /** The type itself, as `endRecursion` leaves it; nothing where another file has it. */
  readonly definitions: Readonly<Record<string, OptionType>>;
}

const select = (...path: string[]): NixExpression => ({ kind: "select", path });
const types = (...path: string[]): NixExpression => select("types", ...path);
const raw = (source: string): NixExpression => ({ kind: "raw", source });
const apply = (callee: NixExpression, ...args: NixExpression[]): NixExpression => ({
  kind: "apply",
  callee,
  args,
});
const attrs = (entries: readonly NixBinding[]): NixExpression => ({ kind: "attrs", entries });
const bind = (name: string, value: NixExpression): NixBinding => ({ path: [name], value });

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
  bindings.push(bind("description", prose(describe(option))));
  return bindings;
}

function printOptionType(type: OptionType, references: References): NixExpression {
  if (type.kind !== "attrsOf" || type.namePattern === undefined) return printType(type, references);
  const { namePattern, ...others } = type;
  return apply(select("namesChecked"), { kind: "string", value: namePattern }, printType(others, references));
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
      return followed(type, definitions, isEmptyUnfit);
    default:
      return false;
  }
}

/** What holds of the type behind a reference; true where that cannot be told. */
function followed(
  { name, named }: RefType,
  definitions: References["definitions"],
  holds: (type: OptionType, definitions: References["definitions"]) => boolean,
): boolean {
  const target = named === true ? undefined : definitions[name];
  return target === undefined || holds(target, definitions);
}

/** The description with what upstream says beside it: the program's own default is documented, and never written. */
export function describe({ description, upstreamDefault, deprecated }: Option): string {
  const paragraphs = [
    description,
    ...(upstreamDefault === undefined ? [] : [`pi's own default: \`${JSON.stringify(upstreamDefault)}\`.`]),
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
  return apply(types("submodule"), attrs([...freeform, declared]));
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
  return checked(list, "list", checks, holdsSubmodules(type.of, definitions));
}

/** The name check is a function that the file binds beside the options, see {@link helpers}. */
function printAttrs(type: AttrsType, of: NixExpression, { definitions }: References): NixExpression {
  const attrsOf = apply(types("attrsOf"), of);
  if (type.namePattern === undefined) return attrsOf;
  return apply(
    addCheck(holdsSubmodules(type.of, definitions)),
    attrsOf,
    apply(select("namesMatch"), { kind: "string", value: type.namePattern }),
  );
}

/** `types.addCheck type (argument: condition && condition)`, or the type itself where nothing is to check. */
function checked(
  type: NixExpression,
  argument: string,
  conditions: readonly string[],
  aroundSubmodules = false,
): NixExpression {
  if (conditions.length === 0) return type;
  return apply(addCheck(aroundSubmodules), type, raw(`(${argument}: ${conditions.join(" && ")})`));
}

const addCheck = (aroundSubmodules: boolean): NixExpression =>
  aroundSubmodules ? select("checked") : types("addCheck");

/** Whether nixpkgs rebuilds a type around its submodules, see {@link helpers}. */
function holdsSubmodules(type: OptionType, definitions: References["definitions"]): boolean {
  switch (type.kind) {
    case "submodule":
      return true;
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return holdsSubmodules(type.of, definitions);
    case "ref":
      return type.named !== true && followed(type, definitions, holdsSubmodules);
    default:
      return false;
  }
}

/** Lengths are in code points, which Nix, whose strings are bytes, has to be taught; see {@link helpers}. */
function printString({ minLength = 0, maxLength, pattern }: StringType): NixExpression {
  const base =
    pattern === undefined ? types("str") : apply(types("strMatching"), { kind: "string", value: pattern });
  if (minLength <= 1 && maxLength === undefined)
    return checked(base, "string", minLength === 1 ? ['string != ""'] : []);
  const most: NixExpression = maxLength === undefined ? { kind: "null" } : fromJson(maxLength);
  return apply(types("addCheck"), base, apply(select("hasLength"), fromJson(minLength), most));
}

/** Bounds that nixpkgs has a name for use that name; the rest is checked in place. */
function printNumber(type: NumericType): NixExpression {
  const isExclusive = type.exclusiveMin !== undefined || type.exclusiveMax !== undefined;
  const named = isExclusive ? undefined : namedRange(type);
  return named ?? checked(types(type.kind), "number", numericChecks(type));
}

function namedRange({ kind, min, max }: NumericType): NixExpression | undefined {
  const family = kind === "int" ? "ints" : "numbers";
  if (min !== undefined && max !== undefined)
    return apply(types(family, "between"), fromJson(min), fromJson(max));
  if (max !== undefined) return undefined;
  if (min === 0) return types(family, kind === "int" ? "unsigned" : "nonnegative");
  return min === 1 && kind === "int" ? types("ints", "positive") : undefined;
}

function numericChecks({ min, max, exclusiveMin, exclusiveMax }: NumericType): readonly string[] {
  const bounds: readonly (readonly [string, number | undefined])[] = [
    [">=", min],
    ["<=", max],
    [">", exclusiveMin],
    ["<", exclusiveMax],
  ];
  return bounds.flatMap(([operator, bound]) =>
    bound === undefined ? [] : [`number ${operator} ${printNix(fromJson(bound))}`],
  );
}
