import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Json } from "../../src/compiler/ir/types.js";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { packageRoot } from "../../src/root.js";
import { resultOf } from "../nixos/hosts.js";
import { enabled, evaluateHomes, filesOf, type Home } from "./homes.js";

/** Whole homes whose files are kept below golden/<name>. */
const kept: Readonly<Record<string, Home>> = {
  "agents-values": {
    home: enabled(`
      agentsInput = flake "agents-values";
      modelOverrides.reviewer = "openai/gpt-5";
      codingRules = {languages = ["nix"]; concerns = ["testing"];};
      settings.defaultTools = ["-edit" "-write"];
    `),
  },
  "agents-files": { home: enabled(`agentsInput = flake "agents-files";`) },
  "agents-none": { home: enabled(`agentsInput = flake "agents-none"; codingRules.concerns = ["testing"];`) },
  "agents-more": { home: enabled(`agentsInput = fixtures + "/agents-more"; prompts.minutes = "Mine.";`) },
  "primary-chosen": { home: enabled(`agentsInput = flake "agents-values"; primaryAgent = "builder";`) },
  "primary-missing": {
    home: enabled(
      `agentsInput.lib.loadAgents = removeAttrs (flake "agents-values").lib.loadAgents ["planner"];`,
    ),
  },
  "user-first": {
    home: enabled(`
      agentsInput = flake "agents-values";
      systemPrompt = "You are mine.";
      context = "Answer in verse.";
    `),
  },
};

const wanted = `home: {
  inherit (home) failedAssertions warnings;
  files = builtins.removeAttrs ((${filesOf}) home) [".pi/agent/skills"];
}`;

interface Rendered {
  readonly failedAssertions: readonly string[];
  readonly warnings: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}
function rendered(outcome: Outcome | undefined): Rendered {
  return resultOf(outcome) as unknown as Rendered;
}

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  outcomes = await evaluateHomes(kept, wanted);
});

describe("the files of agents", () => {
  it.each(Object.keys(kept))("of %s are as kept", async (name) => {
    const { files, failedAssertions, warnings } = rendered(outcomes[name]);
    expect(failedAssertions).toEqual([]);
    const summary = { files: Object.keys(files), warnings };
    await expect(`${JSON.stringify(summary, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}/summary.json`);
    for (const [file, text] of Object.entries(files)) {
      if (!file.endsWith(".md") || file.endsWith("SKILL.md")) continue;
      // A file given by its path is a link to that path, wherever the repository lies.
      await expect(text.replace(packageRoot, "")).toMatchFileSnapshot(
        `golden/${name}/${file.replace(".pi/agent/", "")}`,
      );
    }
  });

  it("are those of a flake given by its path", async () => {
    const home = enabled(`agentsInput = fixtures + "/agents-files";`);
    const { path } = await evaluateHomes({ path: { home } }, wanted);
    const textsOf = (outcome: Outcome | undefined): unknown => {
      const { files, ...rest } = rendered(outcome);
      // The one link is to the skill, which lies elsewhere.
      return { ...rest, files: { ...files, ".pi/agent/skills": "" } };
    };
    expect(textsOf(path)).toEqual(textsOf(outcomes["agents-files"]));
  });
});

/** Values that mean something to YAML, Markdown, Nix or a shell. */
const hostile = [
  "a: b # c",
  "- item\n# Heading\n---\n",
  "\"quoted\" 'too' \\ back",
  "${builtins.abort \"x\"} ''${y} $(id) `id`",
  "yes",
  "{a: [b",
  "tab\tand \u0001 control",
  "grün 🪿 \u2028 line",
] as const;

describe("hostile strings", () => {
  const agent = (text: string): string => `{
    name = builtins.fromJSON ${nixJson(text)};
    description = builtins.fromJSON ${nixJson(text)};
    display_name = builtins.fromJSON ${nixJson(text)};
    model = builtins.fromJSON ${nixJson(text)};
    tools = [(builtins.fromJSON ${nixJson(text)})];
    skills = [(builtins.fromJSON ${nixJson(text)})];
    permissions.bash = {"*" = "allow"; \${builtins.fromJSON ${nixJson(text)}} = "deny";};
    systemPrompt = builtins.fromJSON ${nixJson(text)};
    mode = "primary";
  }`;
  const homes = Object.fromEntries(
    hostile.map((text): [string, Home] => [
      text,
      { home: enabled(`agentsInput.lib.loadAgents.a = ${agent(text)};`) },
    ]),
  );
  let results: Record<string, Outcome>;
  beforeAll(async () => {
    results = await evaluateHomes(homes, wanted);
  });

  it.each(hostile)("%j comes out as data", (text) => {
    const { files, failedAssertions } = rendered(results[text]);
    expect(failedAssertions).toEqual([]);
    const file = files[".pi/agent/agents/a.md"] ?? "";
    const [, frontMatter = ""] = file.split(/^---$/m);
    expect(parse(frontMatter)).toEqual({
      name: text,
      description: text.split("\n").filter(Boolean).join(" "),
      tools: text,
      model: text,
      skill: text,
    });
    expect(file).toContain(text.trim());
    expect(file).toContain(`never for ${JSON.stringify(text)}`);
    expect(files[".pi/agent/SYSTEM.md"]?.trim()).toBe(text.trim());
  });
});

/** A Nix string that holds a value as JSON, for what no Nix literal is needed to say. */
function nixJson(value: Json): string {
  return JSON.stringify(JSON.stringify(value)).replaceAll("${", "\\${");
}
