import { emptyValue } from "../../ir/empty.js";
import type { ListType, NumericType, OptionType, Scalar, StringType, SubmoduleType } from "../../ir/types.js";
import { type Atom, atomsOf } from "./atoms.js";

/**
 * Whether every value of `narrow` can be shown to be one of `wide`. What cannot be shown, such as one regular
 * expression against another, counts as no: the reviewer had better look.
 */
export function accepts(wide: OptionType, narrow: OptionType): boolean {
  const alternatives = atomsOf(wide);
  return atomsOf(narrow).every((atom) => alternatives.some((alternative) => takes(alternative, atom)));
}

function takes(wide: Atom, narrow: Atom): boolean {
  if (wide.kind === "raw") return true;
  if (narrow.kind === "value") return holds(wide, narrow.value);
  switch (wide.kind) {
    case "value":
      return false;
    case "json":
      return isData(narrow);
    case "lines":
      return narrow.kind === "lines" || narrow.kind === "str";
    case "path":
    case "package":
      return narrow.kind === wide.kind;
    case "ref":
      return narrow.kind === "ref" && narrow.name === wide.name;
    case "str":
      return narrow.kind === "str" && takesString(wide, narrow);
    case "int":
    case "number":
      return (narrow.kind === "int" || narrow.kind === wide.kind) && within(wide, narrow);
    case "listOf":
      return narrow.kind === "listOf" && takesList(wide, narrow);
    case "attrsOf":
      return (
        (wide.namePattern === undefined || wide.namePattern === namePattern(narrow)) &&
        valuesOf(narrow, wide.of)
      );
    case "ordered":
      return narrow.kind === "ordered" && accepts(wide.of, narrow.of);
    case "submodule":
      return takesSet(wide, narrow);
  }
}

/** Whether a type takes one value; a list or set is none that an enum can hold. */
function holds(wide: Atom, value: Scalar): boolean {
  switch (wide.kind) {
    case "value":
      return wide.value === value;
    case "raw":
    case "json":
      return true;
    case "lines":
      return typeof value === "string";
    case "path":
      return typeof value === "string" && value.startsWith("/");
    case "str":
      return typeof value === "string" && takesText(wide, value);
    case "int":
    case "number":
      return (
        typeof value === "number" &&
        (wide.kind === "number" || Number.isInteger(value)) &&
        inRange(wide, value)
      );
    default:
      return false;
  }
}

function takesText({ minLength = 0, maxLength = Infinity, pattern }: StringType, value: string): boolean {
  const length = [...value].length;
  return pattern === undefined && length >= minLength && length <= maxLength;
}

function takesString(wide: StringType, narrow: StringType): boolean {
  return (
    (wide.pattern === undefined || wide.pattern === narrow.pattern) &&
    (wide.minLength ?? 0) <= (narrow.minLength ?? 0) &&
    (wide.maxLength ?? Infinity) >= (narrow.maxLength ?? Infinity)
  );
}

function takesList(wide: ListType, narrow: ListType): boolean {
  return (
    accepts(wide.of, narrow.of) &&
    (wide.minItems ?? 0) <= (narrow.minItems ?? 0) &&
    (wide.maxItems ?? Infinity) >= (narrow.maxItems ?? Infinity) &&
    (wide.unique !== true || narrow.unique === true)
  );
}

function within(wide: NumericType, narrow: NumericType): boolean {
  const [low, high] = [lowest(narrow), highest(narrow)];
  return (
    low.at >= (wide.min ?? -Infinity) &&
    high.at <= (wide.max ?? Infinity) &&
    beyond(low, wide.exclusiveMin, -Infinity, 1) &&
    beyond(high, wide.exclusiveMax, Infinity, -1)
  );
}

interface End {
  readonly at: number;
  /** Whether the end itself is none of the values. */
  readonly open: boolean;
}

function lowest({ min = -Infinity, exclusiveMin = -Infinity }: NumericType): End {
  return exclusiveMin >= min ? { at: exclusiveMin, open: true } : { at: min, open: false };
}

function highest({ max = Infinity, exclusiveMax = Infinity }: NumericType): End {
  return exclusiveMax <= max ? { at: exclusiveMax, open: true } : { at: max, open: false };
}

function beyond(end: End, bound: number | undefined, none: number, direction: 1 | -1): boolean {
  if (bound === undefined || bound === none) return true;
  return end.open && end.at === bound ? true : direction * (end.at - bound) > 0;
}

const inRange = (type: NumericType, value: number): boolean =>
  within(type, { kind: "number", min: value, max: value });

/** Whether a set of values with names that no option declares is at most what `of` takes. */
function valuesOf(narrow: Atom, of: OptionType): boolean {
  if (narrow.kind === "attrsOf") return accepts(of, narrow.of);
  if (narrow.kind !== "submodule" || narrow.fromFile) return false;
  return (
    narrow.options.every((option) => accepts(of, option.type)) &&
    (narrow.freeform === undefined || valuesOf(asSet(narrow.freeform), of))
  );
}

const namePattern = (atom: Atom): string | undefined =>
  atom.kind === "attrsOf" ? atom.namePattern : undefined;

/** What undeclared keys hold, as a set of its own. */
const asSet = (freeform: OptionType): Atom => ({ kind: "attrsOf", of: freeform });

function takesSet(wide: SubmoduleType, narrow: Atom): boolean {
  if (narrow.kind === "attrsOf") {
    return (
      !wide.options.some(mustBeSet) &&
      wide.options.every(({ type }) => accepts(type, narrow.of)) &&
      takesRest(wide, narrow)
    );
  }
  if (narrow.kind !== "submodule" || (narrow.fromFile && !wide.fromFile)) return false;
  const declared = new Map(narrow.options.map((option) => [option.name, option]));
  return (
    wide.options.every((option) => takesOption(option, declared.get(option.name), narrow)) &&
    narrow.options.every(
      (option) =>
        wide.options.some(({ name }) => name === option.name) ||
        takesRest(wide, { kind: "attrsOf", of: option.type }),
    ) &&
    (narrow.freeform === undefined || takesRest(wide, asSet(narrow.freeform)))
  );
}

type Member = SubmoduleType["options"][number];

function takesOption(wide: Member, narrow: Member | undefined, set: SubmoduleType): boolean {
  if (narrow !== undefined) return accepts(wide.type, narrow.type) && (!mustBeSet(wide) || mustBeSet(narrow));
  return !mustBeSet(wide) && (set.freeform === undefined || valuesOf(asSet(set.freeform), wide.type));
}

function mustBeSet({ type, default: preset }: Member): boolean {
  return preset === undefined && refusesNothing(type);
}

/** Whether the type refuses what it is by itself, if that is anything: a set whose options have to be set, a list of one at least. */
function refusesNothing(type: OptionType): boolean {
  if (type.kind === "submodule") return type.options.some(mustBeSet);
  if (type.kind === "ordered") return refusesNothing(type.of);
  return emptyValue(type) === undefined || (type.kind === "listOf" && (type.minItems ?? 0) > 0);
}

const takesRest = (wide: SubmoduleType, rest: Atom): boolean =>
  wide.freeform !== undefined && takes(asSet(wide.freeform), rest);

/** Whether JSON can write every value of the type. */
function isData(atom: Atom): boolean {
  switch (atom.kind) {
    case "package":
    case "raw":
    case "ref":
      return false;
    case "listOf":
    case "attrsOf":
    case "ordered":
      return atomsOf(atom.of).every(isData);
    case "submodule":
      return (
        atom.fromFile === undefined &&
        atom.options.every(({ type }) => atomsOf(type).every(isData)) &&
        (atom.freeform === undefined || atomsOf(atom.freeform).every(isData))
      );
    default:
      return true;
  }
}
