import * as z from "zod";
import { raw } from "../../../src/compiler/frontends/vocabulary.js";
import { data, expression, option } from "../../../src/compiler/frontends/zod.js";
import { entryName } from "./names.js";

/** The options of `coding.agents.pi` that read the user's agents flake. */

const ruleNames = (kind: string, example: readonly string[]) =>
  option(z.array(entryName).default([]), {
    protects: "nothing",
    description: `Rules to add to \`AGENTS.md\`, by name: \`rules/${kind}/<name>.md\` of \`agentsInput\`.`,
    example: data(example),
  });

export const agents = {
  agentsInput: option(raw().nullable().default(null), {
    protects: "same",
    description: [
      "Flake that holds your agents, or a path to its files. Its `lib.loadAgents` is an attribute set of agents by slug; where that is missing or empty, the files `agents/<slug>/AGENT.md` are read.",
      "Markdown in its `commands` and `prompts` becomes prompt templates, unless `prompts` has one of the same name, and `context/*.md` is added to `AGENTS.md`, unless an agent names it for itself.",
      "`SYSTEM.md` becomes the primary agent's prompt, `AGENTS.md` its introduction, its limits and a list of the specialists, and `agents/<slug>.md` an agent that pi's subagent extensions can call. `max_turns` and `tags` have no counterpart in pi.",
      "An agent's permissions become the list of tools it gets. pi can neither ask before a tool is used nor tell one use from another: a tool that needs asking is withheld unless the agent's own `tools` name it, and what cannot be enforced is written into the agent's prompt.",
    ].join("\n\n"),
    example: expression("inputs.agents"),
  }),
  modelOverrides: option(z.record(z.string(), z.string().min(1)).default({}), {
    protects: "nothing",
    description: "Models for agents, by slug, instead of those that `agentsInput` names.",
    example: data({ reviewer: "anthropic/claude-sonnet-4" }),
  }),
  primaryAgent: option(z.string().nullable().default(null), {
    protects: "nothing",
    description:
      "Slug of the agent whose prompt becomes `SYSTEM.md`. `null` takes the first one, by slug, whose mode is `primary`.",
    example: data("planner"),
  }),
  codingRules: z.object({
    languages: ruleNames("languages", ["nix", "typescript"]),
    concerns: ruleNames("concerns", ["naming", "testing"]),
    frameworks: ruleNames("frameworks", ["fastapi"]),
  }),
};
