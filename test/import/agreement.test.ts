import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { beforeAll, describe, expect, test } from "vitest";
import { openPi } from "../../schema/pi/releases/import.js";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { valuesFor } from "./generate.js";
import { isReported } from "./reported.js";
import { judgements } from "./verdicts.js";

// evalModules takes what a JSON Schema validator takes; and what is written of a value that evalModules takes, the
// validator takes as well, or the place that the validator complains of is one that the loss report names.

const VALUES = 2500;
const names = ["settings", "keybindings", "models"] as const;

interface Judged {
  readonly value: Json;
  readonly nix: boolean;
  /** Whether the validator takes it as it stands. */
  readonly fits: boolean;
  /** What the validator finds wrong with what is written of it. */
  readonly errors: readonly ErrorObject[];
}

const schemas = new Map<string, string>();
const imported = new Map<string, Imported>();
const judged = new Map<string, readonly Judged[]>();

beforeAll(async () => {
  const { files } = await openPi("1.5.2");
  for (const name of names) {
    const text = files.get(`schemas/${name}.schema.json`) ?? "";
    schemas.set(name, text);
    imported.set(name, importJsonSchema(text));
  }
  const cases = [...imported].map(([name, typed], index) => {
    const values = valuesFor(JSON.parse(schemas.get(name) ?? ""), VALUES, 4000 + index);
    return [name, { typed, values }] as const;
  });
  const accepted = await judgements(Object.fromEntries(cases));
  for (const [name, { values }] of cases) {
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(
      JSON.parse(schemas.get(name) ?? ""),
    );
    const all = values.map((value, index): Judged => {
      const fits = validate(value);
      const judged = accepted.get(name)?.[index] ?? { taken: false };
      validate(judged.taken ? judged.written : value);
      return { value, fits, nix: judged.taken, errors: validate.errors ?? [] };
    });
    judged.set(name, all);
  }
});

describe.each(names)("%s", (name) => {
  const all = () => judged.get(name) ?? [];

  test(`${VALUES} values, of both kinds`, () => {
    const valid = all().filter(({ errors }) => errors.length === 0).length;
    expect(all().length).toBe(VALUES);
    expect(valid).toBeGreaterThan(VALUES / 5);
    expect(VALUES - valid).toBeGreaterThan(VALUES / 8);
  });

  test("evalModules takes every value that the validator takes", () => {
    expect(
      all()
        .filter(({ nix, fits }) => fits && !nix)
        .map(({ value }) => value),
    ).toEqual([]);
  });

  test("evalModules takes no other, but where the report says that it does", () => {
    const from = imported.get(name);
    const unexplained = all().filter(
      ({ nix, errors }) =>
        nix && errors.length > 0 && !(from && errors.some((error) => isReported(error, from))),
    );
    expect(
      unexplained.map(({ value, errors }) => ({
        value,
        error: errors[0]?.message,
        at: errors[0]?.instancePath,
      })),
    ).toEqual([]);
  });
});
