import { Ajv } from "ajv";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { size } from "../support/long.js";
import { valuesFor } from "./generate.js";
import { published } from "./published.js";
import { isReported } from "./reported.js";
import { judgements } from "./verdicts.js";

// Schemas that programs publish: what ajv takes, the emitted type takes; what it takes beyond is named by the report.

const VALUES = 100;

const schemas = [
  ["lefthook", "2.2.2", "schema.json"],
  ["turbo", "2.11.11", "schema.json"],
  ["@changesets/config", "3.1.1", "schema.json"],
  ["wrangler", "4.164.0", "config-schema.json"],
  ["renovate", "44.121.2", "renovate-schema.json"],
  ["knip", "6.44.2", "schema.json"],
  ["oxlint", "1.94.0", "configuration_schema.json"],
  ["@biomejs/biome", "2.6.8", "configuration_schema.json"],
  ["@cspell/cspell-types", "10.4.1", "cspell.schema.json"],
  ["nx", "21.3.0", "schemas/nx-schema.json"],
] as const;

/** As many values that fit as such that do not, no two alike. */
function halfValid(given: readonly Json[], fits: (value: Json) => boolean): readonly Json[] {
  const values = [...new Map(given.map((value) => [JSON.stringify(value), value])).values()];
  const [valid, invalid] = [values.filter(fits), values.filter((value) => !fits(value))];
  return [...valid.slice(0, VALUES / 2), ...invalid.slice(0, VALUES / 2)];
}

// The small ones come first: every run tries these.
const tried = schemas.slice(0, size({ part: 3, whole: schemas.length }));

test.each(tried)(
  "%s %s",
  async (name, version, path) => {
    const text = await published(name, version, path);
    const schema = JSON.parse(text);
    const typed = importJsonSchema(text);
    const options = { strict: false, allErrors: true, validateFormats: false };
    const modern = String(schema.$schema).includes("2020-12");
    const validate = (modern ? new Ajv2020(options) : new Ajv(options)).compile(schema);
    const values = halfValid(valuesFor(schema, VALUES * 30, 1700), (value) => validate(value));
    const judged = (await judgements({ it: { typed, values } })).get("it") ?? [];
    const refused = values.filter((value, index) => validate(value) && judged[index]?.taken !== true);
    const unnamed = judged.flatMap((result) => {
      if (!result.taken || validate(result.written)) return [];
      const errors: readonly ErrorObject[] = validate.errors ?? [];
      return errors.some((error) => isReported(error, typed))
        ? []
        : [{ ...result, errors: errors.slice(0, 2) }];
    });
    const valid = values.filter((value) => validate(value)).length;
    expect(refused.slice(0, 2)).toEqual([]);
    expect(unnamed.slice(0, 2)).toEqual([]);
    expect(valid).toBe(VALUES / 2);
    expect(values.length).toBe(VALUES);
  },
  300_000,
);
