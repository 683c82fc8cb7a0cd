import type { Option } from "../../compiler/ir/types.js";
import { data } from "../../compiler/ir/value.js";
import type { AgentsDeclaration } from "./agents.js";
import { entryName, relativePath } from "./option-types.js";
import type { ProgramDeclaration } from "./types.js";

/** The options that read a flake of agents, which every program for agents shares. */
export function agentOptions(declaration: ProgramDeclaration, agents: AgentsDeclaration): readonly Option[] {
  const { name, title = name, context } = declaration;
  const { session, path, directories = {} } = agents;
  const others = Object.entries(directories).map(([from, to]) => `\`${from}\` becomes \`${to}\``);
  return [
    {
      name: "agentsInput",
      type: { kind: "nullOr", of: { kind: "raw" } },
      description: [
        "Flake that holds your agents, or a path to its files. Its `lib.loadAgents` is an attribute set of agents by slug; where that is missing or empty, the files `agents/<slug>/AGENT.md` are read.",
        `Each becomes \`${path.replace("<name>", "<slug>")}\`. What ${title} cannot take of one is warned of, with the reason.`,
        [
          ...(others.length === 0 ? [] : [`Of its other directories ${others.join(", ")}, by name.`]),
          ...(context === undefined
            ? []
            : [`Its \`context/*.md\` is added to \`${context}\`, unless an agent names it for itself.`]),
        ].join(" "),
      ].join("\n\n"),
      default: data(null),
      example: { kind: "nix", text: "inputs.agents" },
      protects: "same",
    },
    {
      name: "modelOverrides",
      type: { kind: "attrsOf", of: { kind: "str", minLength: 1 } },
      description: "Models for agents, by slug, instead of those that `agentsInput` names.",
      default: data({}),
      example: data({ reviewer: "anthropic/claude-sonnet-4" }),
      protects: "nothing",
    },
    {
      name: "primaryAgent",
      type: { kind: "nullOr", of: { kind: "str" } },
      description: `Slug of the agent that a session begins with, as \`${session.file}.${session.key}\` says unless you set that; \`${session.file}.${session.key} = null\` leaves the choice to ${title}. \`null\` takes the first one, by slug, whose mode is \`primary\`.`,
      default: data(null),
      example: data("planner"),
      protects: "nothing",
    },
    {
      name: "codingRules",
      type: {
        kind: "submodule",
        options: Object.entries(ruleExamples).map(ruleOption(context ?? "context")),
      },
      description: "",
      declaration: { kind: "group" },
    },
    {
      name: "externalSkills",
      type: { kind: "attrsOf", of: { kind: "submodule", options: externalSkill } },
      description:
        "Skills from other repositories, composed by `lib.mkSkills` of `agentsInput` where it has that. Of two skills with one name, that of `agentsInput` wins, then that of the source whose name sorts first.",
      default: data({}),
      example: {
        kind: "nix",
        text: '{\n  anthropic = {\n    src = inputs.skills-anthropic;\n    selectSkills = ["pdf"];\n  };\n}',
      },
      protects: "subset",
    },
  ];
}

const ruleExamples = {
  languages: ["nix", "typescript"],
  concerns: ["naming", "testing"],
  frameworks: ["fastapi"],
} as const;

const ruleOption =
  (context: string) =>
  ([kind, example]: readonly [string, readonly string[]]): Option => ({
    name: kind,
    type: { kind: "listOf", of: { kind: "str", pattern: entryName } },
    description: `Rules to add to \`${context}\`, by name: \`rules/${kind}/<name>.md\` of \`agentsInput\`.`,
    default: data([]),
    example: data(example),
    protects: "nothing",
  });

const externalSkill: readonly Option[] = [
  {
    name: "src",
    type: { kind: "path" },
    description: "Repository that holds the skills, such as a flake input.",
    example: { kind: "nix", text: "inputs.skills-anthropic" },
    protects: "same",
  },
  {
    name: "skillsDir",
    type: { kind: "str", pattern: relativePath },
    description: "Directory in the repository with one directory for each skill.",
    default: data("skills"),
    example: data("packages/skills"),
    protects: "same",
  },
  {
    name: "selectSkills",
    type: { kind: "nullOr", of: { kind: "listOf", of: { kind: "str", pattern: entryName } } },
    description: "Skills to take, by name. `null` takes all.",
    default: data(null),
    example: data(["pdf", "xlsx"]),
    protects: "same",
  },
];
