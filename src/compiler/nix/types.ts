import { holdsSubmodule } from "../ir/submodules.js";
import type {
  AttrsType,
  ListType,
  NumericType,
  OptionType,
  RefType,
  StringType,
  SubmoduleType,
} from "../ir/types.js";
import { apply, attrs, bind, raw, select, types } from "./construct.js";
import type { NixExpression } from "./expression.js";
import { printOptions } from "./options.js";
import { fromJson, printNix } from "./print.js";

/** What the printed module makes of a `ref`. */
export interface References {
  /** How it names the type. */
  readonly expression: (name: string) => NixExpression;
  /** The type itself, as `endRecursion` leaves it; nothing where another file has it. */
  readonly definitions: Readonly<Record<string, OptionType>>;
  /** What people call the program whose own defaults options tell of. */
  readonly upstream?: string;
}

/** The type of a whole option, which can say which name is wrong. */
export function printOptionType(type: OptionType, references: References): NixExpression {
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
