import { expect, test } from "vitest";
import { keybindingsDescriptions } from "../../schema/pi/descriptions-keybindings.js";
import { modelsDescriptions } from "../../schema/pi/descriptions-models.js";
import { settingsDescriptions } from "../../schema/pi/descriptions-settings.js";
import { flatten } from "../../src/compiler/importers/flatten.js";
import { annotate } from "../../src/compiler/ir/annotate.js";
import type { ProgramFile } from "../../src/compiler/program/types.js";
import { keybindings, models, settings } from "../support/pi.js";

const files = [
  ["settings", settings, settingsDescriptions],
  ["keybindings", keybindings, keybindingsDescriptions],
  ["models", models, modelsDescriptions],
] as const;

/** Every path of a file that takes a description. */
function pathsOf({ type, definitions }: ProgramFile): ReadonlySet<string> {
  const paths = new Set<string>();
  const note = (path: string) => {
    paths.add(path);
    return { description: "" };
  };
  annotate(type, "", note);
  for (const [name, of] of Object.entries(definitions)) annotate(of, `#${name}`, note);
  return paths;
}

test.each(files)("%s: every key has a description of ours", (_, file, descriptions) => {
  expect([...pathsOf(file)].filter((path) => descriptions[path] === undefined)).toEqual([]);
});

test.each(files)("%s: every description is of a key that exists", (_, file, descriptions) => {
  const paths = pathsOf(file);
  expect(Object.keys(descriptions).filter((path) => !paths.has(path))).toEqual([]);
});

test.each(files)("%s: every description is a sentence of some use", (_, __, descriptions) => {
  const poor = Object.entries(descriptions).filter(([, text]) => !/^[A-Z].{12,}[.:]$/su.test(text));
  expect(poor).toEqual([]);
});

test.each(files)("%s: what stands in for a retired key exists", (_, file) => {
  const paths = pathsOf(file);
  const lost = Object.values(file.retired)
    .flatMap(({ instead }) => instead ?? [])
    .filter((path) => !paths.has(path));
  expect(lost).toEqual([]);
});

test("every deprecated key names what stands in for it", () => {
  const deprecated = files.flatMap(([, { type }]) =>
    flatten(type, {}).filter(({ option }) => option.deprecated !== undefined),
  );
  expect(Object.fromEntries(deprecated.map(({ path, option }) => [path, option.deprecated]))).toEqual({
    "retry.maxDelayMs": "pi calls it retry.provider.maxRetryDelayMs now.",
    "skills.enableSkillCommands": "pi calls it enableSkillCommands now.",
    "skills.customDirectories": "pi calls it skills now.",
    queueMode: "pi calls it steeringMode now.",
    websockets: "pi calls it transport now.",
  });
});
