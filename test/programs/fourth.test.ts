import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";
import { evaluateHomes, filesOf, resultOf } from "./support.js";

// A program for agents that nixsmith does not bring, in a declaration of few lines: all that the three that it brings have.

const fixture = join(packageRoot, "test/fixtures/fourth");
const cwd = mkdtempSync(join(tmpdir(), "nixsmith-fourth-"));
afterAll(() => rmSync(cwd, { recursive: true }));

const home = (options: string): string => `{lib, pkgs, ...}: {programs.anvil = {enable = true; ${options}};}`;
const homes = {
  whole: home(`
    path = ".anvil";
    settings = {theme = "dark"; port = "{env:PORT}";};
    context = "Be brief.\\n";
    skills.tone = "Plainly.\\n";
    mcpServers.here = {command = "x"; args = ["y"]; env.A = "\${"$"}{B}";};
    agentsInput.lib.loadAgents.smith = {
      description = "Forges"; mode = "primary"; tags = ["metal"]; systemPrompt = "Forge.\\n";
      permissions.bash = {intent = "ask"; rules = ["ls *:allow"];};
    };`),
  port: home("settings.port = 80;"),
  "no port": home("settings.port = 0;"),
  "no text": home("settings.port = [];"),
  theme: home('settings.theme = "{env:THEME}";'),
  slip: home('settings.themee = "dark";'),
};

interface Rendered {
  readonly files: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly failed: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}
let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  cpSync(fixture, cwd, { recursive: true });
  for (const command of [["import", "anvil"], ["generate"], ["generate", "--check"]])
    expect((await nixsmith(command, { cwd })).status).toBe(0);
  outcomes = await evaluateHomes(
    join(cwd, "modules"),
    ["anvil"],
    homes,
    `home: {files = (${filesOf}) home; inherit (home) warnings; failed = home.failedAssertions; variables = home.config.home.sessionVariables;}`,
  );
});
const of = (name: keyof typeof homes): Rendered => resultOf(outcomes[name]);

describe("a fourth program", () => {
  it("is declared in at most 30 lines", () => {
    const lines = readFileSync(join(fixture, "nixsmith.config.ts"), "utf8").trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(30);
  });

  it("has files, servers, skills, agents and their losses", () => {
    const { files, warnings, failed, variables } = of("whole");
    expect(failed).toEqual([]);
    expect(variables).toEqual({ ANVIL_HOME: "/home/alice/.anvil" });
    expect(JSON.parse(files[".anvil/anvil.json"] ?? "")).toEqual({
      agent: "smith",
      port: "{env:PORT}",
      servers: { here: { command: ["x", "y"], env: { A: "$(B)" } } },
      theme: "dark",
    });
    expect(files[".anvil/ANVIL.md"]).toBe("Be brief.\n");
    expect(files[".anvil/skills/tone/SKILL.md"]).toBe("Plainly.\n");
    expect(files[".anvil/agents/smith.md"]).toBe(
      '---\nabout: "Forges"\nmode: "primary"\nrights:\n  "bash":\n    "*": "ask"\n    "ls *": "allow"\n---\n\nForge.\n',
    );
    expect(warnings).toEqual(["programs.anvil.agentsInput: smith: tags is not carried: it has no groups"]);
  });

  it("is told of a slip", () => {
    expect(of("slip").warnings).toEqual([
      "programs.anvil.settings.themee: anvil has no such key; did you mean theme?",
    ]);
  });

  it("takes any text where the declaration loosens a key, and nothing else than before", () => {
    expect(JSON.parse(of("port").files[".config/anvil/anvil.json"] ?? "")).toEqual({ port: 80 });
    for (const wrong of ["no port", "no text", "theme"] as const)
      expect(() => of(wrong)).toThrow(/is not of type/);
  });

  it("has a word on every key, and the reason of a loosened one", () => {
    const types = readFileSync(join(cwd, "modules/anvil/settings.nix"), "utf8");
    expect(types).toContain("The key `port` in anvil's `anvil.json`. It reads `{env:PORT}`.");
  });
});
