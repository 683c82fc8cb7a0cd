import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importPiSettings } from "../../schema/pi/releases/declarations.js";
import { importPi, openPi } from "../../schema/pi/releases/import.js";
import { allVersions } from "../../schema/pi/releases/versions.js";
import { retiredSettings } from "../../schema/pi/retired.js";
import { changeLine, diffTrees } from "../../src/compiler/importers/diff.js";
import { flatten } from "../../src/compiler/importers/flatten.js";
import { MissingError } from "../../src/compiler/importers/loss.js";
import type { Release } from "../../src/compiler/importers/refresh.js";
import { reportOf } from "../../src/compiler/importers/report.js";
import { packageRoot } from "../../src/root.js";
import { unknownPaths } from "./unknown.js";

// docs/pi-versions.md is the import of every release that the registry has. Making it takes a minute and 400 MB of
// tarballs, so a test run holds a few of its rows to the registry, and it is made anew by:
//   NIXSMITH_RECORD=1 npx vitest run test/import/versions.test.ts

const page = join(packageRoot, "docs/pi-versions.md");
const COLUMNS = ["version", "form", "keys", "exact", "widened", "dropped", "new settings", "gone settings"];

async function importIfDescribed(version: string): Promise<Release | undefined> {
  return importPi(version).catch((error: unknown) => {
    if (error instanceof MissingError) return undefined;
    throw error;
  });
}

/** The cells of a version's row, those about the version before aside. */
function cellsOf(version: string, imported: Release | undefined): readonly string[] {
  const reports = Object.values(imported?.files ?? {}).map(reportOf);
  const sum = (key: "keys" | "exact" | "widened" | "dropped") =>
    String(reports.reduce((total, report) => total + report[key], 0));
  return [version, imported?.form ?? "none", sum("keys"), sum("exact"), sum("widened"), sum("dropped")];
}

function changeCells(before: Release | undefined, now: Release | undefined): readonly string[] {
  const [old, current] = [before?.files.settings, now?.files.settings];
  const changes = old === undefined || current === undefined ? [] : diffTrees(old, current);
  const of = (kind: string) =>
    changes
      .filter((change) => change.kind === kind)
      .map(({ path }) => `\`${path}\``)
      .join(" ");
  return [of("added"), of("removed")];
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

async function record(): Promise<void> {
  const rows: string[] = [];
  let before: Release | undefined;
  for (const version of await allVersions()) {
    const now = await importIfDescribed(version);
    rows.push(line([...cellsOf(version, now), ...changeCells(before, now)]));
    before = now ?? before;
  }
  const text = readFileSync(page, "utf8");
  const head = [line(COLUMNS), line(COLUMNS.map(() => "---"))];
  writeFileSync(page, `${text.slice(0, text.indexOf("| version"))}${[...head, ...rows].join("\n")}\n`);
}

if (process.env.NIXSMITH_RECORD !== undefined) test("record", record, 900_000);

const rows = readFileSync(page, "utf8")
  .split("\n")
  .filter((text) => /^\| \d/u.test(text))
  .map((text) =>
    text
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
const names = (cell: string | undefined): readonly string[] =>
  [...(cell ?? "").matchAll(/`([^`]+)`/gu)].flatMap(([, name]) => name ?? []);

describe("the table of versions", () => {
  test("no release that describes its settings loses a key", () => {
    expect(rows.filter(([, , , , , dropped]) => dropped !== "0")).toEqual([]);
    expect(rows.filter(([, form, keys]) => form !== "none" && Number(keys) < 12)).toEqual([]);
  });

  test.each(["0.7.6", "0.30.2", "0.73.1", "0.74.0", "1.3.0", "1.4.0", "1.5.0", "1.5.2", "1.6.0"])(
    "%s is as the registry has it",
    async (version) => {
      const row = rows.find(([name]) => name === version);
      expect(cellsOf(version, await importIfDescribed(version))).toEqual(row?.slice(0, 6));
    },
  );

  test("1.0.3 too, but for types of packages that came to the registry later", async () => {
    const imported = await importPi("1.0.3");
    const { settings } = imported.files;
    if (settings === undefined) throw new Error("no settings");
    const unknown = unknownPaths(settings.losses);
    const losses = settings.losses.filter(({ path }) => !unknown.has(path));
    const row = rows.find(([name]) => name === "1.0.3");
    expect(cellsOf("1.0.3", { ...imported, files: { settings: { ...settings, losses } } })).toEqual(
      row?.slice(0, 6),
    );
  });

  test("a setting that went is known to have gone", () => {
    const gone = rows.flatMap(([, , , , , , , cell]) => names(cell));
    const back = new Set(rows.flatMap(([, , , , , , cell]) => names(cell)));
    const unknown = gone.filter((path) => retiredSettings[path] === undefined && !back.has(path));
    expect(gone).toContain("queueMode");
    expect(unknown).toEqual([]);
  });
});

describe("nothing is lost in silence", () => {
  test.each(["0.30.2", "0.73.1", "1.0.3"])(
    "%s: every member of the declared interface is a key",
    async (version) => {
      const files = await openPi(version);
      const declared =
        /interface Settings \{\n([\s\S]*?)\n\}/u.exec(
          files.files.get("dist/core/settings-manager.d.ts") ?? "",
        )?.[1] ?? "";
      const members = [...declared.matchAll(/^ {4}(\w+)\??:/gmu)].map(([, name]) => name);
      const { settings } = (await importPi(version)).files;
      const keys = settings === undefined ? [] : flatten(settings.type, settings.definitions);
      expect(keys.map(({ path }) => path).filter((path) => !/[.[]/u.test(path))).toEqual(members);
    },
  );

  test.each(["1.3.0", "1.5.2"])("%s: every property of the schemas is a key", async (version) => {
    const { files } = await openPi(version);
    const imported = await importPi(version);
    for (const [name, { type, definitions }] of Object.entries(imported.files)) {
      const schema = JSON.parse(files.get(`schemas/${name}.schema.json`) ?? "");
      const keys = flatten(type, definitions).map(({ path }) => path.slice(path.lastIndexOf(".") + 1));
      const known = name === "keybindings" ? flatten(type, definitions).map(({ path }) => path) : keys;
      expect([...propertiesIn(schema)].filter((property) => !known.includes(property))).toEqual([]);
    }
  });
});

/** The names under every `properties`, wherever in the document. */
function* propertiesIn(schema: unknown): Generator<string> {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === "properties") yield* Object.keys(value);
    yield* propertiesIn(value);
  }
}

describe("both forms of a release agree but for named differences", () => {
  /** What the declarations say otherwise: older keys are read but not declared, and TypeScript has no bounds. */
  const named = [
    '- queueMode: "all" | "one-at-a-time"',
    "- retry.maxDelayMs: number",
    "- skills.customDirectories: list of string",
    "- skills.enableSkillCommands: bool",
    "- websockets: bool",
    "~ codemode.inlineBudget: number (0..) is now number",
    "~ compaction.keepRecentTokens: int (0..9007199254740991) is now number",
    "~ compaction.modelOverrides.*.keepRecentTokens: int (0..9007199254740991) is now number",
    "~ compaction.modelOverrides.*.reserveTokens: int (0..9007199254740991) is now number",
    "~ compaction.reserveTokens: int (0..9007199254740991) is now number",
    '~ httpIdleTimeoutMs: "disabled" | number (0..) is now "disabled" | number',
    "~ skills: list of string | set is now list of string",
    '~ websocketConnectTimeoutMs: "disabled" | number (0..) is now "disabled" | number',
  ];
  const only150 = ["~ selfUpdateCommand: list (1..) of string is now list of string"];

  test.each([
    ["1.3.0", named],
    ["1.5.2", [...named, ...only150].sort()],
  ] as const)("%s", async (version, want) => {
    const files = await openPi(version);
    const { settings: schema } = (await importPi(version)).files;
    if (schema === undefined) throw new Error("no settings");
    const declared = await importPiSettings(files);
    expect(diffTrees(schema, declared).map(changeLine).sort()).toEqual(want);
  });
});
