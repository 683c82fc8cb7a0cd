import { beforeAll, describe, expect, test } from "vitest";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import { ImportError } from "../../src/compiler/importers/loss.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { type Group, suiteOf } from "./suite.js";
import { verdicts } from "./verdicts.js";

// The suite's own groups, each imported as a schema of its own: where nothing was lost, evalModules must say of every
// value what the suite says; where something was, it may take more, and must not take less.

const drafts = [
  ["draft7", "draft-07"],
  ["draft2020-12", "2020-12"],
] as const;

/** A group with what became of its schema. */
interface Tried {
  readonly keyword: string;
  readonly group: Group;
  readonly imported: Imported | ImportError;
}

function attempt(schema: Json, dialect: "draft-07" | "2020-12"): Imported | ImportError {
  try {
    return importJsonSchema(JSON.stringify(schema), { dialect });
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw error;
  }
}

/** Nix strings have no NUL. */
const hasNul = (value: Json): boolean => JSON.stringify(value).includes("\\u0000");

const outcomeOf = ({ imported }: Tried): "exact" | "widened" | "refused" =>
  imported instanceof ImportError ? "refused" : imported.losses.length === 0 ? "exact" : "widened";

describe.each(drafts)("%s", (draft, dialect) => {
  const tried: readonly Tried[] = [...suiteOf(draft)].flatMap(([keyword, groups]) =>
    groups.map((group) => ({ keyword, group, imported: attempt(group.schema, dialect) })),
  );
  const nameOf = ({ keyword, group }: Tried) => `${keyword}: ${group.description}`;
  let judged: Awaited<ReturnType<typeof verdicts>>;
  beforeAll(async () => {
    const cases = tried.flatMap((one) =>
      one.imported instanceof ImportError
        ? []
        : [
            [
              nameOf(one),
              {
                typed: one.imported,
                values: one.group.tests.map(({ data }) => (hasNul(data) ? null : data)),
              },
            ],
          ],
    );
    judged = await verdicts(Object.fromEntries(cases));
  });

  const accepted = (one: Tried, valid: boolean) =>
    one.group.tests.filter(
      (given, index) =>
        given.valid === valid &&
        !hasNul(given.data) &&
        (judged.get(nameOf(one))?.[index] ?? !valid) !== valid,
    );

  test("no valid value is refused", () => {
    const wrong = tried
      .filter((one) => outcomeOf(one) !== "refused")
      .flatMap((one) => accepted(one, true).map(({ description }) => `${nameOf(one)}: ${description}`));
    expect(wrong).toEqual([]);
  });

  test("no invalid value is taken by a type that lost nothing", () => {
    const wrong = tried
      .filter((one) => outcomeOf(one) === "exact")
      .flatMap((one) => accepted(one, false).map(({ description }) => `${nameOf(one)}: ${description}`));
    expect(wrong).toEqual([]);
  });

  test("how many groups are exact, widened and refused", async () => {
    const lines = [...new Set(tried.map(({ keyword }) => keyword))].map((keyword) => {
      const some = tried.filter((one) => one.keyword === keyword);
      const count = (outcome: string) => some.filter((one) => outcomeOf(one) === outcome).length;
      return `${keyword}: ${count("exact")} exact, ${count("widened")} widened, ${count("refused")} refused`;
    });
    const total = (outcome: string) => tried.filter((one) => outcomeOf(one) === outcome).length;
    const text = [
      ...lines,
      `all: ${total("exact")} exact, ${total("widened")} widened, ${total("refused")} refused`,
      "",
    ].join("\n");
    await expect(text).toMatchFileSnapshot(`golden/suite-${draft}.txt`);
  });
});
