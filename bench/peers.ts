import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { typeFile } from "../src/compiler/emit/options.js";
import { importJsonSchema } from "../src/compiler/importers/json-schema/import.js";
import type { Json, JsonObject } from "../src/compiler/ir/types.js";
import { evaluateMany } from "../src/compiler/nix/evaluate.js";
import { findLibrary } from "../src/compiler/nix/library.js";
import { quoted } from "../src/compiler/nix/strings.js";
import { packageRoot } from "../src/root.js";
import { isObject, valuesFor } from "../test/import/generate.js";
import { countersOf } from "./counters.js";
import { probes } from "./probes.js";
import type { Settings } from "./row.js";

/** A converter, as a Nix expression for the type that it makes of a schema; `lib` and `pkgs` are in scope. */
interface Converter {
  readonly name: string;
  readonly type: (schema: JsonObject) => string;
}

/** A schema, and values to be judged by it. */
interface Question {
  readonly what: string;
  readonly schema: JsonObject;
  readonly values: readonly Json[];
}

/** Us and those others whose checkouts were given. */
function converters({ nixcfg, nixidy }: Settings): readonly Converter[] {
  const peers = Object.entries({ nixcfg, nixidy }).flatMap(([name, directory]): readonly Converter[] => {
    if (directory === undefined) return [];
    const convert = `(import ${quoted(join(packageRoot, "bench/peers.nix"))}).${name} (/. + ${quoted(directory)}) lib`;
    const type = (schema: JsonObject) => `(${convert} (builtins.fromJSON ${quoted(JSON.stringify(schema))}))`;
    return [{ name, type }];
  });
  return [{ name: "nixsmith", type: ownType }, ...peers];
}

function ownType(schema: JsonObject): string {
  const { type, definitions } = importJsonSchema(JSON.stringify(schema));
  return `((${typeFile(type, definitions, { version: "", title: "app", source: "" })}) {inherit lib pkgs;})`;
}

async function scope(): Promise<string> {
  const { path } = await findLibrary();
  return `let
    lib = import ${quoted(path)};
    pkgs = import ${quoted(join(packageRoot, "test/nixos-stubs/pkgs.nix"))} {inherit lib;};
  in `;
}

/** What a converter's types do otherwise than a validator of JSON Schema. */
interface Verdict {
  readonly refuses: readonly Json[];
  readonly takes: readonly Json[];
}

/** One value an expression: what a converter cannot convert may fail in ways that Nix cannot catch. */
async function judge(
  { type }: Converter,
  questions: readonly Question[],
): Promise<ReadonlyMap<string, Verdict>> {
  const start = await scope();
  const taking = (schema: JsonObject, value: Json): string => `${start} builtins.deepSeq (lib.evalModules {
    modules = [
      {options.given = lib.mkOption {type = ${type(schema)};};}
      {given = builtins.fromJSON ${quoted(JSON.stringify(value))};}
    ];
  }).config.given true`;
  const cases = questions.flatMap(({ what, schema, values }) =>
    values.map((value, index) => [`${what} ${index}`, taking(schema, value)] as const),
  );
  const outcomes = await evaluateMany(Object.fromEntries(cases), { timeout: 280_000 });
  return new Map(
    questions.map(({ what, schema, values }) => {
      const isValid = new Ajv2020({ strict: false }).compile(schema);
      const judged = values.map((value, index) => ({
        value,
        valid: isValid(value),
        taken: outcomes[`${what} ${index}`]?.ok === true,
      }));
      const those = (valid: boolean, taken: boolean): readonly Json[] =>
        judged.filter((one) => one.valid === valid && one.taken === taken).map(({ value }) => value);
      return [what, { refuses: those(true, false), takes: those(false, true) }];
    }),
  );
}

/** Random values of each of pi's settings, about half of them with a fault. */
const valuesOfSetting = 8;

/** Each of pi's settings by itself; without nulls, which our options take for absent. */
function settingsOf({ properties, $defs = {} }: JsonObject): readonly Question[] {
  return Object.entries(isObject(properties) ? properties : {}).map(([name, property]) => {
    const schema = { type: "object", properties: { [name]: property }, additionalProperties: false, $defs };
    const values = valuesFor(schema, valuesOfSetting, 1);
    return { what: `setting ${name}`, schema, values: values.filter((value) => isPlain(value, name)) };
  });
}

const isPlain = (value: Json, name: string): boolean =>
  isObject(value) && name in value && !JSON.stringify(value).includes("null");

interface Column {
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly whole: string;
}

/** How converters of JSON Schema compare, as Markdown. */
export async function peersSection(settings: Settings): Promise<string> {
  if (settings.pi === undefined) return "";
  const schema: JsonObject = JSON.parse(
    readFileSync(join(settings.pi, "schemas/settings.schema.json"), "utf8"),
  );
  const small = probes.map(
    ({ what, schema: value, values: given, definitions }): Question => ({
      what,
      schema: { type: "object", properties: { value }, ...(definitions && { $defs: definitions }) },
      values: given.map((one) => ({ value: one })),
    }),
  );
  const each = settingsOf(schema);
  const all = converters(settings);
  const columns: Column[] = [];
  for (const converter of all) {
    const verdicts = await judge(converter, [...small, ...each]);
    columns.push({ verdicts, whole: await wholeOf(converter, schema) });
  }
  const rows = [
    ...small.map(({ what }) => [what, ...columns.map(({ verdicts }) => shown(verdicts.get(what)))]),
    [
      `${each.length} settings of pi 1.5.2, exact on random values`,
      ...columns.map(({ verdicts }) => String(each.filter(({ what }) => isExact(verdicts.get(what))).length)),
    ],
    ["describing all of pi's settings", ...columns.map(({ whole }) => whole)],
  ];
  const head = ["a JSON Schema's", ...all.map(({ name }) => name)];
  const table = [head, head.map(() => "---"), ...rows].map((line) => `| ${line.join(" | ")} |\n`).join("");
  return `
## Beside other converters of JSON Schema

What \`lib.evalModules\` takes and refuses for the types that each makes of the same schema, where a validator (ajv) says
otherwise. The last line is what Nix does to know the type of every setting: our types were printed once, by
\`nixsmith import\`; the others convert whenever they are evaluated. nixidy's converter is made for resources of Kubernetes.

${table}`;
}

function shown(verdict: Verdict | undefined): string {
  const list = (verb: string, values: readonly Json[]): readonly string[] =>
    values.length === 0 ? [] : [`${verb} ${values.map(code).join(", ")}`];
  const parts = [...list("refuses", verdict?.refuses ?? []), ...list("takes", verdict?.takes ?? [])];
  return parts.length === 0 ? "exact" : parts.join("; ");
}

const code = (value: Json): string => {
  const inner = typeof value === "object" && value !== null && "value" in value ? value.value : value;
  return `\`${JSON.stringify(inner)}\``;
};

const isExact = (verdict: Verdict | undefined): boolean =>
  verdict !== undefined && verdict.refuses.length + verdict.takes.length === 0;

/** What it costs to know every option's type, or why it cannot be known. */
async function wholeOf({ type }: Converter, schema: JsonObject): Promise<string> {
  const expression = `${await scope()} lib.mapAttrs (_: option: option.type.description)
    (builtins.removeAttrs (${type(schema)}.getSubOptions []) ["_module" "_freeformOptions"])`;
  const started = performance.now();
  try {
    const { thunks, calls } = await countersOf(expression);
    return `${thunks} thunks, ${calls} calls, ${(performance.now() - started).toFixed(0)} ms`;
  } catch (error) {
    return `fails: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
}
