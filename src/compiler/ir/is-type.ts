import { isPrinted } from "./group.js";
import { isObject } from "./object.js";
import type { Option, OptionType } from "./types.js";

/**
 * Whether parsed JSON is IR: the same as ./json.ts says, without zod, which takes longer to load than Node to start. What
 * this refuses, that explains.
 */

type Test = (value: unknown) => boolean;
/** Every member that there may be; those that may be absent come with `maybe`. */
type Members = Readonly<Record<string, Test | Maybe>>;
interface Maybe {
  readonly maybe: Test;
}

const maybe = (test: Test): Maybe => ({ maybe: test });
const is =
  (...values: readonly unknown[]): Test =>
  (value) =>
    values.includes(value);
export const text: Test = (value) => typeof value === "string";
const number: Test = (value) => typeof value === "number";
const flag: Test = (value) => typeof value === "boolean";
const scalar: Test = (value) => value === null || number(value) || text(value) || flag(value);
const json: Test = (value) => scalar(value) || typeof value === "object";
export const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
export const mapOf =
  (test: Test): Test =>
  (value) =>
    isObject(value) && Object.values(value).every(test);

/** An object with these members and no other. */
export const members =
  (wanted: Members): Test =>
  (value) =>
    isObject(value) &&
    Object.keys(value).every((name) => Object.hasOwn(wanted, name)) &&
    Object.entries(wanted).every(([name, test]) =>
      typeof test === "function" ? test(value[name]) : !(name in value) || test.maybe(value[name]),
    );

/** One of several objects, told apart by `kind`. */
const kinds = (of: Readonly<Record<string, Members>>): Test => {
  const tests = new Map(Object.entries(of).map(([kind, more]) => [kind, members({ kind: text, ...more })]));
  return (value) =>
    isObject(value) && typeof value.kind === "string" && tests.get(value.kind)?.(value) === true;
};

const bound = maybe(number);
const numeric: Members = { min: bound, max: bound, exclusiveMin: bound, exclusiveMax: bound };
const type: Test = (value) => anyType(value);
const option: Test = (value) => anyOption(value);

const anyType = kinds({
  bool: {},
  lines: {},
  path: {},
  package: {},
  json: {},
  raw: {},
  str: { minLength: bound, maxLength: bound, pattern: maybe(text) },
  int: numeric,
  number: numeric,
  enum: { values: listOf(scalar) },
  nullOr: { of: type, explicit: maybe(is(true)) },
  listOf: { of: type, minItems: bound, maxItems: bound, unique: maybe(is(true)) },
  attrsOf: { of: type, namePattern: maybe(text) },
  ordered: { of: type },
  union: { of: listOf(type) },
  submodule: { options: listOf(option), freeform: maybe(type), fromFile: maybe(is(true)) },
  ref: { name: text, named: maybe(is(true)) },
} satisfies Record<OptionType["kind"], Members>);

const value = kinds({ data: { value: json }, nix: { text } });

const optionMembers = members({
  name: text,
  type,
  description: maybe(text),
  declaration: maybe(
    kinds({ option: {}, group: {}, enable: { what: text }, package: { attribute: text, nullable: flag } }),
  ),
  default: maybe(value),
  defaultText: maybe(text),
  example: maybe(value),
  readOnly: maybe(is(true)),
  deprecated: maybe(text),
  protects: maybe((value) => protections(value) || listOf(scalar)(value)),
  upstreamDefault: maybe(json),
} satisfies Record<keyof Option, Test | Maybe>);

const anyOption: Test = (value) => optionMembers(value) && isPrinted(value as Option);

const protections = is("nothing", "same", "false", "true", "smaller", "subset", "superset", "mask");

export const isType = (json: unknown): json is OptionType => anyType(json);
/** An option, whose description may be absent where it is empty. */
export const isOption = (json: unknown): boolean => anyOption(json);
