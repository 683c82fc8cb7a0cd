import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { resultOf } from "../nixos/hosts.js";
import { enabled, evaluateHomes, type Home } from "./homes.js";

interface Case extends Home {
  /** The one message it yields. */
  readonly want: string;
}

const given = (options: string, want: string): Case => ({ home: enabled(options), want });
const agents = (loaded: string, want: string): Case =>
  given(`agentsInput.lib.loadAgents = ${loaded};`, `coding.agents.pi.agentsInput: ${want}`);
/** An agent that is sound but for one field. */
const withField = (field: string): string =>
  `{a = {name = "a"; description = "d"; mode = "primary"; systemPrompt = "p"; ${field}};}`;
const agent = (field: string, want: string): Case => agents(withField(field), `agent "a": ${want}`);
const caution = (field: string, want: string): Case =>
  given(`agentsInput.lib.loadAgents = ${withField(field)};`, want);
const values = `agentsInput = flake "agents-values";`;
const choices = "choose one of builder, planner, reviewer, scribe";
const server = (servers: string, want: string): Case =>
  given(`mcpServers = ${servers};`, `coding.agents.pi.mcpServers: ${want}`);
const permissionForms =
  'permissions must be an attribute set of "allow", "ask" or "deny", of { intent, rules }, or of an action for each pattern';

const refusals: Readonly<Record<string, Case>> = {
  "a primary agent that is not there": given(
    `${values} primaryAgent = "boss";`,
    `coding.agents.pi.primaryAgent: there is no agent "boss"; ${choices}`,
  ),
  "a primary agent without a flake": given(
    'primaryAgent = "boss";',
    'coding.agents.pi.primaryAgent: there is no agent "boss"; agentsInput has none',
  ),
  "a model for no agent": given(
    `${values} settings.defaultTools = []; modelOverrides.boss = "m";`,
    `coding.agents.pi.modelOverrides: there is no agent "boss"; ${choices}`,
  ),
  "a package as the flake": given(
    "agentsInput = pkgs.jq;",
    "coding.agents.pi.agentsInput: a package would have to be built before it can be read; name a flake input or a path",
  ),
  "a flake by its address": given(
    'agentsInput = "github:m3tam3re/AGENTS";',
    'coding.agents.pi.agentsInput: "github:m3tam3re/AGENTS" is neither a flake nor a path; name an input of your flake, such as inputs.agents, or a path to its files',
  ),
  "a function as the flake": given(
    "agentsInput = {pkgs}: pkgs;",
    "coding.agents.pi.agentsInput: a lambda is neither a flake nor a path; name an input of your flake, such as inputs.agents, or a path to its files",
  ),
  "a list as the flake": given(
    "agentsInput = [];",
    "coding.agents.pi.agentsInput: a list is neither a flake nor a path; name an input of your flake, such as inputs.agents, or a path to its files",
  ),
  "agents that are no set": agents(
    "agents: agents",
    "lib.loadAgents must be an attribute set of agents by slug",
  ),
  "a slug that climbs": agents(
    '{"../a" = {};}',
    'agent "../a": the slug becomes a file name; use letters, digits, ".", "_", "+" and "-" only',
  ),
  "a slug of two dots": agents(
    '{".." = {};}',
    'agent "..": the slug becomes a file name; use letters, digits, ".", "_", "+" and "-" only',
  ),
  "a slug with an interpolation": agents(
    '{"\\${a}" = {};}',
    'agent "${a}": the slug becomes a file name; use letters, digits, ".", "_", "+" and "-" only',
  ),
  "an agent that is no set": agents('{a = "x";}', 'agent "a": must be an attribute set'),
  "an agent without a description": agents(
    '{a = {mode = "primary"; systemPrompt = "p";};}',
    'agent "a": description is missing, and pi passes over agents without one',
  ),
  "an agent without a prompt": agents(
    '{a = {mode = "primary"; description = "d";};}',
    'agent "a": systemPrompt is missing',
  ),
  "an unknown mode": agents(
    '{a = {description = "d"; mode = "boss"; systemPrompt = "p";};}',
    'agent "a": mode must be "primary", "subagent" or "all"',
  ),
  "a name that is no string": agent("model = 5;", "model must be a string"),
  "tools that are no names": agent("tools = [1];", "tools must be a list of names"),
  "rules that are no list": agent('rules = "x";', "rules must be a list of strings"),
  "turns that are no number": agent('max_turns = "9";', "max_turns must be a whole number"),
  "an unknown action": agent('permissions.bash = "maybe";', permissionForms),
  "an unknown intent": agent('permissions.bash.intent = "maybe";', permissionForms),
  "a rule without an action": agent(
    'permissions.bash = {intent = "ask"; rules = ["git status"];};',
    permissionForms,
  ),
  "an unknown action for a pattern": agent('permissions.bash."git *" = "maybe";', permissionForms),
  "context from outside the flake": agent(
    'context = ["../../../etc/passwd"];',
    "context must name files of the flake, from the agent's own directory",
  ),
  "context by an absolute path": agent(
    'context = ["/etc/passwd"];',
    "context must name files of the flake, from the agent's own directory",
  ),
  "a rule that climbs": agent('rules = ["../flake"];', 'rules must have the form "languages/nix"'),
  "a coding rule that is not there": given(
    `${values} settings.defaultTools = []; codingRules.languages = ["cobol"];`,
    'coding.agents.pi.codingRules.languages: agentsInput has no rule "cobol"; it has nix, typescript',
  ),
  "a coding rule without a flake": given(
    'codingRules.concerns = ["naming"];',
    'coding.agents.pi.codingRules.concerns: agentsInput has no rule "naming"; it has no rules of this kind',
  ),
  "a package as a repository of skills": given(
    "externalSkills.x.src = pkgs.jq;",
    "coding.agents.pi.externalSkills.x.src: a package would have to be built before its skills can be listed; name a flake input or a path",
  ),
  "a repository without the directory": given(
    'externalSkills.x = {src = inputs.skills-anthropic; skillsDir = "packages";};',
    'coding.agents.pi.externalSkills.x.skillsDir: the source has no directory "packages"',
  ),
  "a skill that is not there": given(
    'externalSkills.x = {src = inputs.skills-anthropic; selectSkills = ["pdf" "docx"];};',
    "coding.agents.pi.externalSkills.x.selectSkills: there is no skill docx; the source has mermaid, pdf",
  ),
  "a skill of the same name": given(
    'externalSkills.x.src = inputs.skills-anthropic; skills.pdf = "x";',
    "coding.agents.pi.skills.pdf: agentsInput or externalSkills has a skill of this name too; rename this one",
  ),
  "a server name that pi refuses": server(
    '{"a b".command = "x";}',
    'server "a b": use letters, digits, "_" and "-" only',
  ),
  "a server with neither command nor url": server(
    '{a.args = ["x"];}',
    'server "a": set either command or url',
  ),
  "a server with both": server(
    '{a = {command = "x"; url = "https://x";};}',
    'server "a": set either command or url',
  ),
  "a transport that pi has not": server(
    '{a = {url = "https://x"; type = "sse";};}',
    'server "a": pi has no transport "sse"; use "stdio" or "http"',
  ),
  "an extension's text without a suffix": given(
    'extensions.notify = "export default () => {}";',
    "coding.agents.pi.extensions.notify: text needs a name that ends in .ts or .js",
  ),
};

const host = (piAgent: string): string => `{m3ta.pi-agent = {
  enable = true;
  wrapper = {enable = true; hideDirectBinary = true; hostConfigPath = ".pi/agent";};
  hostUsers.alice.configPath = null;
  package = {pname = "pi-coding-agent"; meta.mainProgram = "pi";};
  settings = {};
} // ${piAgent};}`;
/** Home Manager's own module, as far as it installs pi. */
const program = `({config, lib, pkgs, ...}: {
  options.programs.pi-coding-agent = {
    enable = lib.mkEnableOption "pi";
    package = lib.mkPackageOption pkgs "pi-coding-agent" {nullable = true;};
  };
  config = let
    cfg = config.programs.pi-coding-agent;
    wrapped = pkgs.symlinkJoin {
      inherit (cfg.package) meta;
      name = "pi-coding-agent-wrapped-1";
      paths = [cfg.package];
    };
  in {home.packages = lib.optional (cfg.enable && cfg.package != null) wrapped;};
})`;
const exposed =
  "the unisolated pi would be on PATH, which m3ta.pi-agent.wrapper.hideDirectBinary of this host is to prevent";
const installed = "{pkgs, ...}: {home.packages = [pkgs.pi-coding-agent];}";
/** Whether the module is enabled or not. */
const bypasses: Readonly<Record<string, Case>> = {
  "pi in home.packages": {
    home: installed,
    host: host("{}"),
    want: `home.packages: ${exposed}; remove pi-coding-agent`,
  },
  "and beside the module": {
    home: enabled("", installed),
    host: host("{}"),
    want: `home.packages: ${exposed}; remove pi-coding-agent`,
  },
  "pi wrapped under another name": {
    home: `{pkgs, ...}: {home.packages = [(pkgs.symlinkJoin {name = "mine"; paths = []; meta.mainProgram = "pi";})];}`,
    host: host("{}"),
    want: `home.packages: ${exposed}; remove mine`,
  },
  "pi of Home Manager's own module": {
    home: `{imports = [${program}]; programs.pi-coding-agent.enable = true;}`,
    host: host("{}"),
    want: `programs.pi-coding-agent.package: ${exposed}; set it to null`,
  },
};
const asks = enabled(`agentsInput.lib.loadAgents = ${withField('model = "x/y";')};`);
/** No refusal and no warning. */
const sound: Readonly<Record<string, Home>> = {
  "pi on a host that does not hide it": {
    home: installed,
    host: host("{wrapper = {enable = true; hideDirectBinary = false;};}"),
  },
  "pi on a host without a wrapper": {
    home: installed,
    host: host("{wrapper = {enable = false; hideDirectBinary = true;};}"),
  },
  "pi on a host where the agent is off": { home: installed, host: host("{enable = false;}") },
  "pi without a host": { home: installed },
  "Home Manager's own module without its package": {
    home: `{imports = [${program}]; programs.pi-coding-agent = {enable = true; package = null;};}`,
    host: host("{}"),
  },
  "a model that the host sets": { home: asks, host: host('{settings.defaultModel = "x/y";}') },
  "tools that the host withholds": {
    home: enabled(`agentsInput.lib.loadAgents = ${withField('permissions.edit = "deny";')};`),
    host: host('{settings.defaultTools = ["-edit" "-write"];}'),
  },
};

const modelUnset =
  'coding.agents.pi.settings.defaultModel: the primary agent "a" asks for x/y, and SYSTEM.md cannot choose a model; set defaultProvider and defaultModel';

const cautions: Readonly<Record<string, Case>> = {
  "a flake without agents": given(
    `agentsInput = flake "agents-none";`,
    "coding.agents.pi.agentsInput: the flake has no agents, neither in lib.loadAgents nor as agents/<slug>/AGENT.md, so there is no SYSTEM.md",
  ),
  "a flake without a primary agent": given(
    'agentsInput.lib.loadAgents = {a = {description = "d"; systemPrompt = "p";}; b = {mode = "subagent"; description = "d"; systemPrompt = "p";};};',
    'coding.agents.pi.primaryAgent: no agent of agentsInput has the mode "primary", so there is no SYSTEM.md; choose one of a, b',
  ),
  "files that say nothing to pi": given(
    'agentsInput = fixtures + "/agents-more";',
    "coding.agents.pi.agentsInput: pi has no use for commands/nested, prompts/a.txt; it reads commands/<name>.md and prompts/<name>.md as prompt templates, and context/<name>.md; rename or remove the rest",
  ),
  "a field that pi does not know": caution(
    'permission.bash = "deny";',
    "coding.agents.pi.agentsInput: pi has no use for a.permission",
  ),
  "context that is not there": caution(
    'context = ["notes.md"];',
    'coding.agents.pi.agentsInput: agent "a" names agents/a/notes.md, which the flake has not',
  ),
  "a rule that is not there": caution(
    'rules = ["languages/cobol"];',
    'coding.agents.pi.agentsInput: agent "a" names rules/languages/cobol.md, which the flake has not',
  ),
  "a model for pi's own session": caution('model = "x/y";', modelUnset),
  "tools that pi's own session is not to have": caution(
    'permissions.edit = "deny";',
    'coding.agents.pi.settings.defaultTools: the primary agent "a" is not to have edit, write, and SYSTEM.md cannot withhold tools; set defaultTools = ["-edit" "-write"]',
  ),
  "a host that reads another directory": {
    home: enabled('path = ".config/pi";'),
    host: host("{}"),
    want: 'coding.agents.pi.path: m3ta.pi-agent reads this user\'s configuration from .pi/agent, not from .config/pi; set m3ta.pi-agent.hostUsers.alice.configPath = ".config/pi"',
  },
  "another user's pi": {
    home: installed,
    host: host("{hostUsers = {};}"),
    want: `home.packages: ${exposed}; remove pi-coding-agent`,
  },
  "a model that the host does not set": {
    home: asks,
    host: host("{settings.defaultModel = null;}"),
    want: modelUnset,
  },
  "a model that the host sets for others": {
    home: asks,
    host: host('{settings.defaultModel = "x/y"; wrapper.enable = false; hostUsers = {};}'),
    want: modelUnset,
  },
  "a host that hides pi from this user": {
    home: enabled(""),
    host: host("{hostUsers = {};}"),
    want: "coding.agents.pi: this host runs pi isolated only, and alice is not among m3ta.pi-agent.hostUsers, so there is no pi for this user; add m3ta.pi-agent.hostUsers.alice",
  },
};

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  outcomes = await evaluateHomes(
    { ...refusals, ...cautions, ...bypasses, ...sound },
    "home: {inherit (home) failedAssertions warnings;}",
  );
});

describe("the Home Manager module refuses", () => {
  it.each(Object.entries(refusals))("%s", (name, { want }) => {
    expect(resultOf(outcomes[name])).toMatchObject({ failedAssertions: [want] });
  });
});

describe("the Home Manager module warns of", () => {
  it.each(Object.entries(cautions))("%s", (name, { want }) => {
    expect(resultOf(outcomes[name])).toEqual({ failedAssertions: [], warnings: [want] });
  });
});

describe("a host that hides pi refuses", () => {
  it.each(Object.entries(bypasses))("%s", (name, { want }) => {
    expect(resultOf(outcomes[name])).toEqual({ failedAssertions: [want], warnings: [] });
  });
});

describe("nothing is said of", () => {
  it.each(Object.keys(sound))("%s", (name) => {
    expect(resultOf(outcomes[name])).toEqual({ failedAssertions: [], warnings: [] });
  });
});
