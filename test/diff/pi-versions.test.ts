import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importPi } from "../../schema/pi/releases/import.js";
import { allVersions } from "../../schema/pi/releases/versions.js";
import { retiredSettings } from "../../schema/pi/retired.js";
import { type Difference, diffSides } from "../../src/compiler/diff/engine/engine.js";
import { severities } from "../../src/compiler/diff/engine/names.js";
import type { Side } from "../../src/compiler/diff/engine/side.js";
import { readSchemaVersion } from "../../src/compiler/diff/inputs/schema.js";
import { MissingError } from "../../src/compiler/importers/loss.js";
import { packageRoot } from "../../src/root.js";
import { unknownPaths } from "../import/unknown.js";
import { pi } from "../support/pi.js";

// docs/pi-changes.md compares every release of pi with the one before. Making it fetches all of them, so a test run
// holds a few of its rows to the registry, and it is made anew by:
//   NIXSMITH_RECORD=1 npx vitest run test/diff/pi-versions.test.ts

const page = join(packageRoot, "docs/pi-changes.md");
const prefix = `${[...pi.module.path, "settings"].join(".")}.`;
const columns = [
  "from",
  "to",
  ...severities.toReversed().filter((name) => name !== "security"),
  "renamed or replaced",
  "gone",
  "held to a narrower or another type",
];
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

async function sideOf(version: string): Promise<Side | undefined> {
  return readSchemaVersion(
    { program: pi, read: async (from) => (await importPi(from)).files },
    version,
  ).catch((error: unknown) => {
    if (error instanceof MissingError) return undefined;
    throw error;
  });
}

function rowOf(base: Side, head: Side): string {
  // Releases before 1.3.0 describe settings.json alone.
  const settings = ({ options }: Side): Side["options"] =>
    new Map([...options].filter(([name]) => name.startsWith(prefix)));
  const difference = diffSides({ ...base, options: settings(base) }, { ...head, options: settings(head) });
  const { findings } = difference;
  const counts = severities
    .toReversed()
    .filter((severity) => severity !== "security")
    .map((severity) => findings.filter(({ rule }) => rule.severity === severity).length);
  const isReplaced = (message: string): boolean => message.includes("stands in");
  const names = (ids: readonly string[], replaced: boolean): string =>
    findings
      .filter(({ rule, message }) => ids.includes(rule.id) && isReplaced(message) === replaced)
      .map(({ subject }) => `\`${subject.slice(prefix.length)}\``)
      .join(" ");
  return line([
    nameOf(base),
    nameOf(head),
    ...counts,
    renames(difference),
    names(["option-removed"], false),
    names(["type-narrowed", "type-incompatible", "enum-value-removed"], false),
  ]);
}

const nameOf = ({ name }: Side): string => name.replace("pi@", "");

function renames({ findings }: Difference): string {
  return findings
    .flatMap(({ rule, subject, message, after }) => {
      const to = rule.id === "option-renamed" ? after : /removed; (\S+) stands in/.exec(message)?.[1];
      return to === undefined || !["option-renamed", "option-removed"].includes(rule.id)
        ? []
        : [`\`${subject.slice(prefix.length)}\` → \`${to.slice(prefix.length)}\``];
    })
    .join(", ");
}

async function record(): Promise<void> {
  const rows: string[] = [];
  let before: Side | undefined;
  for (const version of await allVersions()) {
    const now = await sideOf(version);
    if (before !== undefined && now !== undefined) rows.push(rowOf(before, now));
    before = now ?? before;
  }
  const text = readFileSync(page, "utf8");
  writeFileSync(
    page,
    `${text.slice(0, text.indexOf("| from"))}${[line(columns), line(columns.map(() => "---")), ...rows].join("\n")}\n`,
  );
}

if (process.env.NIXSMITH_RECORD !== undefined) await record();
const rows = readFileSync(page, "utf8")
  .split("\n")
  .filter((row) => /^\| \d/.test(row))
  .map((row) => row.slice(2, -2).split(" | "));

describe("pi's settings from release to release", () => {
  it.each(["0.32.3", "0.50.3", "1.4.0", "1.5.2"])(
    "the row of %s is what the registry gives",
    async (version) => {
      const row = rows.find(([, to]) => to === version) ?? [];
      const [base, head] = [await sideOf(row[0] ?? ""), await sideOf(version)];
      expect(base && head && rowOf(base, head)).toBe(line(row));
    },
  );

  it("so is that of 1.3.0, but for types of packages that came to the registry after 1.0.3", async () => {
    const [base, head] = [await sideOf("1.0.3"), await sideOf("1.3.0")];
    if (base === undefined || head === undefined) throw new Error("no settings");
    const unknown = unknownPaths((await importPi("1.0.3")).files.settings?.losses ?? []);
    const known = (side: Side): Side => ({
      ...side,
      options: new Map([...side.options].filter(([name]) => !unknown.has(name.slice(prefix.length)))),
    });
    const row = rows.find(([, to]) => to === "1.3.0") ?? [];
    const found = rowOf(known(base), known(head)).slice(2, -2).split(" | ");
    // What is there to know of an unknown type is a matter of the column of infos.
    const others = (cells: readonly string[]) => cells.filter((_, index) => index !== 4);
    expect(others(found)).toEqual(others(row));
  });

  it("is a chain: each release is compared with the one before", () => {
    expect(rows.slice(1).map(([from]) => from)).toEqual(rows.slice(0, -1).map(([, to]) => to));
  });

  // No release declared websockets before one declared it deprecated, so none could drop it.
  const known = Object.entries(retiredSettings).flatMap(([old, { instead }]) =>
    instead === undefined || old === "websockets" ? [] : [[old, instead]],
  );
  const held = new Set(rows.flatMap(([, , , , , replaced = ""]) => replaced.split(", ")));
  it.each(known)("finds that %s is %s now", (old, instead) => {
    expect(held).toContain(`\`${old}\` → \`${instead}\``);
  });
});
