import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { brought, evaluateHomes, resultOf, treeOf } from "./support.js";

const tree = treeOf(brought);

const home = (program: string, options: string): string =>
  `{pkgs, ...}: {coding.agents.${program} = {enable = true; package = null; ${options}};}`;
const versioned = (program: string, version: string, options: string): string =>
  `{lib, pkgs, ...}: {coding.agents.${program} = {
    enable = true;
    package = {type = "derivation"; name = "p-${version}"; version = "${version}"; pname = "p"; outPath = "/nix/store/p"; meta.mainProgram = "p";};
    ${options}
  };}`;

/** Keys that resemble none: pronounceable, of many lengths. */
const far = Array.from(
  { length: 200 },
  (_, index) => `zq${(index * 7919 + 17).toString(36)}xw${"jv".repeat(index % 5)}`,
);

const homes = {
  misspelt: home(
    "claude-code",
    'settings = {permissons.allow = ["Bash"]; permissions.defautMode = "plan";};',
  ),
  "misspelt tui": home("opencode", 'tui.themee = "nord"; settings.agent.plam.mode = "primary";'),
  far: home("claude-code", `settings = {${far.map((key) => `${key} = 1;`).join(" ")}};`),
  "misspelt opencode": home("opencode", "settings.permissons = {};"),
  "misspelt pi": home(
    "pi",
    'settings = {themee = "dark"; compaction.enabeld = true;}; models.providrs = {};',
  ),
  "far opencode": home("opencode", `settings = {${far.map((key) => `${key} = 1;`).join(" ")}};`),
  "far pi": home("pi", `settings = {${far.map((key) => `${key} = 1;`).join(" ")}};`),
  "retired pi": home("pi", 'settings.queueMode = "all"; keybindings.submit = "x";'),
  "old pi": versioned("pi", "0.40.0", 'settings.cacheWarming = "off"; settings.theme = "dark";'),
  "new pi": versioned("pi", "1.5.2", 'settings.cacheWarming = "off";'),
  retired: home("opencode", 'settings.theme = "nord";'),
  old: versioned(
    "opencode",
    "1.0.0",
    'settings.attachment.image.auto_resize = true; settings.model = "a/b";',
  ),
  new: versioned("opencode", "1.19.3", "settings.attachment.image.auto_resize = true;"),
};

let results: Record<string, Outcome>;
beforeAll(async () => {
  results = await evaluateHomes(tree, ["opencode", "claude-code", "pi"], homes, "home: home.warnings");
});
const warnings = (name: keyof typeof homes): readonly string[] => resultOf(results[name]);

describe("a key that somebody sets", () => {
  it("is compared with those that there are", () => {
    expect(warnings("misspelt")).toEqual([
      "coding.agents.claude-code.settings.permissions.defautMode: Claude Code has no such key; did you mean defaultMode?",
      "coding.agents.claude-code.settings.permissons: Claude Code has no such key; did you mean permissions?",
    ]);
    expect(warnings("misspelt tui")).toEqual([
      "coding.agents.opencode.tui.themee: opencode has no such key; did you mean theme?",
    ]);
  });

  it("is compared in every program", () => {
    expect(warnings("misspelt opencode")).toEqual([
      "coding.agents.opencode.settings.permissons: opencode has no such key; did you mean permission?",
    ]);
    expect(warnings("misspelt pi")).toEqual([
      "coding.agents.pi.models.providrs: pi has no such key; did you mean providers?",
      "coding.agents.pi.settings.compaction.enabeld: pi has no such key; did you mean enabled?",
      "coding.agents.pi.settings.themee: pi has no such key; did you mean theme?",
    ]);
  });

  it.each(["far", "far opencode", "far pi"] as const)("is left alone where it resembles none: %s", (name) => {
    expect(warnings(name)).toEqual([]);
  });

  it("is not taken for another where the program's history knows it", () => {
    expect(warnings("retired")).toEqual([
      "coding.agents.opencode.settings.theme: opencode no longer reads it: it stands in `tui.json` since 1.2.15",
    ]);
    expect(warnings("retired pi")).toEqual([
      "coding.agents.pi.keybindings.submit: pi calls it tui.input.submit now",
      "coding.agents.pi.settings.queueMode: pi calls it steeringMode now",
    ]);
  });

  it("is newer than the program, or not", () => {
    expect(warnings("old").join("\n")).toMatch(
      /^coding\.agents\.opencode\.settings\.attachment: opencode 1\.0\.0 does not know it yet; 1\.\d+\.\d+ does/,
    );
    expect(warnings("new")).toEqual([]);
    expect(warnings("old pi")).toEqual([
      expect.stringMatching(
        /^coding\.agents\.pi\.settings\.cacheWarming: pi 0\.40\.0 does not know it yet; \d+\.\d+\.\d+ does$/,
      ),
    ]);
    expect(warnings("new pi")).toEqual([]);
  });
});
