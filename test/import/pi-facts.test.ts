import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { history } from "../../schema/pi/history.js";
import { PI_FILES } from "../../schema/pi/releases/import.js";
import { releases } from "../../schema/pi/releases/reader.js";
import { decodeFacts } from "../../src/compiler/importers/facts.js";
import { type Refresh, refresh, refreshLines } from "../../src/compiler/importers/refresh.js";
import type { ProgramFile } from "../../src/compiler/program/types.js";
import { packageRoot } from "../../src/root.js";
import { keybindings, models, settings } from "../support/pi.js";

const renamesOf = ({ retired }: ProgramFile): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(retired).flatMap(([old, { instead }]) => (instead === undefined ? [] : [[old, instead]])),
  );
const renames = {
  settings: renamesOf(settings),
  keybindings: renamesOf(keybindings),
  models: renamesOf(models),
};

const kept = (name: string): string => readFileSync(join(packageRoot, `schema/pi/${name}.json`), "utf8");

let fresh: Refresh;
beforeAll(async () => {
  fresh = await refresh(releases, settings.source.version, renames);
});

test.each(PI_FILES)("schema/pi/%s.json is what the package says", (name) => {
  expect(fresh.files.find((file) => file.name === name)?.facts).toBe(kept(name));
});

test.each(PI_FILES)("schema/pi/history.json knows what the import of %s.json lost", (name) => {
  const { losses } = fresh.files.find((file) => file.name === name)?.report ?? {};
  expect(history[name]?.losses).toEqual(losses);
});

test.each(PI_FILES)("schema/pi/%s.json holds no one's prose", (name) => {
  expect(kept(name)).not.toMatch(/"description"/u);
  expect(decodeFacts(JSON.parse(kept(name))).source.integrity).toMatch(/^sha512-/u);
});

describe("what is reported", () => {
  test("the loss and the changes since the release before", () => {
    expect(refreshLines(fresh)).toMatchInlineSnapshot(`
      [
        "@earendil-works/pi-coding-agent 1.5.2 (JSON Schema)",
        "",
        "settings.json, since 1.5.0",
        "105 keys: 105 exact, 0 widened, 0 dropped",
        "",
        "keybindings.json, since 1.5.0",
        "92 keys: 91 exact, 1 widened, 0 dropped",
        "  widened #KeybindingValue: the pattern "^(?!.*(?:ctrl\\\\+.*ctrl\\\\+|shift\\\\+.*shift\\\\+…": (?!.*(?:ctrl\\+.*ctrl\\+|shift\\+.*shift\\+|alt\\+.*alt\\+|super\\+.*super\\+)) is not checked",
        "  widened #KeybindingValue[]: the pattern "^(?!.*(?:ctrl\\\\+.*ctrl\\\\+|shift\\\\+.*shift\\\\+…": (?!.*(?:ctrl\\+.*ctrl\\+|shift\\+.*shift\\+|alt\\+.*alt\\+|super\\+.*super\\+)) is not checked",
        "",
        "models.json, since 1.5.0",
        "181 keys: 180 exact, 1 widened, 0 dropped",
        "  widened providers: where it is left out, it is empty",
        "  + providers.*.compat.requiresNonNullAssistantContent: bool",
        "  + providers.*.compat.requiresToolsWithToolHistory: bool",
        "  + providers.*.compat.promptCacheKeyMode: "auto" | "disabled" | "enabled"",
        "  + providers.*.compat.supportsMessageThreads: bool",
        "  + providers.*.models[].compat.requiresNonNullAssistantContent: bool",
        "  + providers.*.models[].compat.requiresToolsWithToolHistory: bool",
        "  + providers.*.models[].compat.promptCacheKeyMode: "auto" | "disabled" | "enabled"",
        "  + providers.*.models[].compat.supportsMessageThreads: bool",
        "  + providers.*.modelOverrides.*.compat.requiresNonNullAssistantContent: bool",
        "  + providers.*.modelOverrides.*.compat.requiresToolsWithToolHistory: bool",
        "  + providers.*.modelOverrides.*.compat.promptCacheKeyMode: "auto" | "disabled" | "enabled"",
        "  + providers.*.modelOverrides.*.compat.supportsMessageThreads: bool",
      ]
    `);
  });

  test("a rename between releases", async () => {
    const old = await refresh(releases, "0.32.3", renames);
    expect(old.files.flatMap(({ changes }) => changes.filter(({ kind }) => kind === "renamed"))).toEqual([
      { kind: "renamed", path: "queueMode", to: "steeringMode" },
    ]);
    expect(old.previous).toEqual({ version: "0.31.1" });
  });

  test("no release to compare with", async () => {
    expect((await refresh(releases, "0.13.2", renames)).previous).toEqual({
      unknown:
        "@mariozechner/pi-coding-agent 0.7.6: it ships neither schemas/settings.schema.json nor declarations of its settings",
    });
  });
});

test.each([
  [
    "an unknown key",
    { source: settings.source, type: { kind: "bool", extra: 1 }, definitions: {} },
    /extra/u,
  ],
  [
    "an unknown kind",
    { source: settings.source, type: { kind: "boool" }, definitions: {} },
    /type.kind|discriminator/iu,
  ],
])("facts with %s are refused", (_, json, want) => {
  expect(() => decodeFacts(json)).toThrow(want);
});
