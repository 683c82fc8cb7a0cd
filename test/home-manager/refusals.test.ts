import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { sources } from "../../src/toolkit/tree/artefacts.js";
import { resultOf } from "../nixos/hosts.js";
import { programs } from "../support/pi.js";
import { enabled, evaluateHomes, type Home } from "./homes.js";

interface Case extends Home {
  /** The message it yields. */
  readonly want: string;
  /** And what follows it. */
  readonly more?: readonly string[];
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
    'agent "a": description is missing, and agents are chosen by it',
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
  "a server that pi takes for another": {
    home: enabled('mcpServers = {a-b.command = "x"; a_b.command = "y";};'),
    want: 'coding.agents.pi.mcpServers: server "a-b": pi takes "a_b" for the same name; rename one',
    more: ['coding.agents.pi.mcpServers: server "a_b": pi takes "a-b" for the same name; rename one'],
  },
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
    "coding.agents.pi.agentsInput: pi has no use for commands/nested, prompts/a.txt; it reads commands/<name>.md, prompts/<name>.md and context/<name>.md; rename or remove the rest",
  ),
  "a field that pi does not know": caution(
    'permission.bash = "deny";',
    "coding.agents.pi.agentsInput: pi has no use for a.permission",
  ),
  "a field that pi has nothing like": caution(
    'tags = ["a"];',
    "coding.agents.pi.agentsInput: a: tags is not carried: pi does not group agents",
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

/** A retired key is warned of by its path. */
const retired: Readonly<Record<string, Case>> = {
  "a setting that pi has renamed": given(
    'settings.queueMode = "all";',
    "coding.agents.pi.settings.queueMode: pi calls it steeringMode now",
  ),
  "a setting below another": given(
    "settings.retry.maxDelayMs = 9;",
    "coding.agents.pi.settings.retry.maxDelayMs: pi calls it retry.provider.maxRetryDelayMs now",
  ),
  "a key binding that pi has renamed": given(
    'keybindings.submit = ["enter"];',
    "coding.agents.pi.keybindings.submit: pi calls it tui.input.submit now",
  ),
};

const home = (options: string): Home => ({ home: enabled(options) });
const planned = `${values} settings.defaultTools = ["-edit" "-write"];`;
const loaded = (agents: string): Home => home(`agentsInput.lib.loadAgents = ${agents};`);
const sane = (field: string): Home => loaded(withField(field));
const noField = sane("");
const repository = (rest: string): Home =>
  home(`externalSkills.x = {src = inputs.skills-anthropic; ${rest}};`);
const servers = (server: string): Home => home(`mcpServers = ${server};`);

/** Each case after its message was followed: one for each way that the message names. */
const followed: Readonly<Record<string, readonly Home[]>> = {
  "a primary agent that is not there": [
    home(`${values} primaryAgent = "builder"; settings.defaultModel = "m";`),
  ],
  "a primary agent without a flake": [home("")],
  "a model for no agent": [home(`${planned} modelOverrides.reviewer = "m";`)],
  "a package as the flake": [
    home(planned),
    home(
      `agentsInput = fixtures + "/agents-files"; settings = {defaultModel = "m"; defaultTools = ["-edit" "-write"];};`,
    ),
  ],
  "a flake by its address": [
    home(planned),
    home(
      `agentsInput = fixtures + "/agents-files"; settings = {defaultModel = "m"; defaultTools = ["-edit" "-write"];};`,
    ),
  ],
  "a function as the flake": [home(planned)],
  "a list as the flake": [home(planned)],
  "agents that are no set": [noField],
  "a slug that climbs": [noField],
  "a slug of two dots": [noField],
  "a slug with an interpolation": [noField],
  "an agent that is no set": [noField],
  "an agent without a description": [noField],
  "an agent without a prompt": [noField],
  "an unknown mode": ["primary", "subagent", "all"].map((mode) =>
    loaded(
      `{a = {description = "d"; mode = "${mode}"; systemPrompt = "p";}; b = {description = "d"; mode = "primary"; systemPrompt = "p";};}`,
    ),
  ),
  "a name that is no string": [
    home(`agentsInput.lib.loadAgents = ${withField('model = "5";')}; settings.defaultModel = "5";`),
  ],
  "tools that are no names": [sane('tools = ["read" "bash" "edit" "write"];')],
  "rules that are no list": [
    home(
      `agentsInput = {outPath = fixtures + "/agents-values"; lib.loadAgents = ${withField('rules = ["concerns/naming"];')};};`,
    ),
  ],
  "turns that are no number": [noField],
  "an unknown action": ["allow", "ask"].map((action) => sane(`permissions.bash = "${action}";`)),
  "an unknown intent": [sane('permissions.bash.intent = "ask";')],
  "a rule without an action": [sane('permissions.bash = {intent = "ask"; rules = ["git status:allow"];};')],
  "an unknown action for a pattern": [sane('permissions.bash."git *" = "allow";')],
  "context from outside the flake": [
    home(
      `agentsInput = {outPath = fixtures + "/agents-more"; lib.loadAgents = ${withField('context = ["../../context/minutes.md"];')};};`,
    ),
  ].map(({ home: of }) => ({
    home: of.replace("agents-more", "agents-values").replace("minutes.md", "profile.md"),
  })),
  "context by an absolute path": [
    home(
      `agentsInput = {outPath = fixtures + "/agents-values"; lib.loadAgents = ${withField('context = ["../../context/profile.md"];')};};`,
    ),
  ],
  "a rule that climbs": [
    home(
      `agentsInput = {outPath = fixtures + "/agents-values"; lib.loadAgents = ${withField('rules = ["languages/nix"];')};};`,
    ),
  ],
  "a coding rule that is not there": [home(`${planned} codingRules.languages = ["nix"];`)],
  "a coding rule without a flake": [home("")],
  "a package as a repository of skills": [
    repository(""),
    home('externalSkills.x.src = fixtures + "/agents-skills";'),
  ],
  "a repository without the directory": [repository('skillsDir = "skills";')],
  "a skill that is not there": [repository('selectSkills = ["pdf" "mermaid"];')],
  "a skill of the same name": [home('externalSkills.x.src = inputs.skills-anthropic; skills.my-pdf = "x";')],
  "a server name that pi refuses": [servers('{a_b-C9.command = "x";}')],
  "a server with neither command nor url": [servers('{a.command = "x";}'), servers('{a.url = "https://x";}')],
  "a server with both": [servers('{a.command = "x";}'), servers('{a.url = "https://x";}')],
  "a server that pi takes for another": [servers('{a-b.command = "x"; c.command = "y";}')],
  "a transport that pi has not": ["stdio", "http"].map((type) =>
    servers(`{a = {${type === "http" ? 'url = "https://x"' : 'command = "x"'}; type = "${type}";};}`),
  ),
  "an extension's text without a suffix": ["ts", "js"].map((suffix) =>
    home(`extensions."notify.${suffix}" = "export default () => {}";`),
  ),
  "a flake without agents": [
    noField,
    home(
      `agentsInput = fixtures + "/agents-files"; settings = {defaultModel = "m"; defaultTools = ["-edit" "-write"];};`,
    ),
  ],
  "a flake without a primary agent": ["a", "b"].map((slug) =>
    home(
      `primaryAgent = "${slug}"; agentsInput.lib.loadAgents = {a = {description = "d"; systemPrompt = "p";}; b = {mode = "subagent"; description = "d"; systemPrompt = "p";};};`,
    ),
  ),
  "files that say nothing to pi": [
    home(
      `agentsInput = fixtures + "/agents-files"; settings = {defaultModel = "m"; defaultTools = ["-edit" "-write"];};`,
    ),
  ],
  "a field that pi does not know": [noField],
  "a field that pi has nothing like": [noField],
  "context that is not there": [noField],
  "a rule that is not there": [noField],
  "a model for pi's own session": [
    home(
      `agentsInput.lib.loadAgents = ${withField('model = "x/y";')}; settings = {defaultProvider = "x"; defaultModel = "y";};`,
    ),
  ],
  "tools that pi's own session is not to have": [
    home(
      `agentsInput.lib.loadAgents = ${withField('permissions.edit = "deny";')}; settings.defaultTools = ["-edit" "-write"];`,
    ),
  ],
  "another user's pi": [{ home: "{}", host: host("{hostUsers = {};}") }],
  "a model that the host does not set": [
    {
      home: enabled(
        `agentsInput.lib.loadAgents = ${withField('model = "x/y";')}; settings = {defaultProvider = "x"; defaultModel = "y";};`,
      ),
      host: host("{}"),
    },
  ],
  "a model that the host sets for others": [
    home(
      `agentsInput.lib.loadAgents = ${withField('model = "x/y";')}; settings = {defaultProvider = "x"; defaultModel = "y";};`,
    ),
  ],
  "a host that hides pi from this user": [{ home: enabled(""), host: host("{}") }],
  "a host that reads another directory": [
    { home: enabled('path = ".config/pi";'), host: host('{hostUsers.alice.configPath = ".config/pi";}') },
  ],
  "pi in home.packages": [{ home: "{}", host: host("{}") }],
  "and beside the module": [{ home: enabled(""), host: host("{}") }],
  "pi wrapped under another name": [{ home: "{}", host: host("{}") }],
  "pi of Home Manager's own module": [
    {
      home: `{imports = [${program}]; programs.pi-coding-agent = {enable = true; package = null;};}`,
      host: host("{}"),
    },
  ],
  "a setting that pi has renamed": [home('settings.steeringMode = "all";')],
  "a setting below another": [home("settings.retry.provider.maxRetryDelayMs = 9;")],
  "a key binding that pi has renamed": [home('keybindings."tui.input.submit" = ["enter"];')],
};
const ways = Object.entries(followed).flatMap(([name, homes]) =>
  homes.map((of, index) => [`${name}, way ${index + 1}`, of] as const),
);

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  outcomes = await evaluateHomes(
    { ...refusals, ...cautions, ...retired, ...bypasses, ...sound, ...Object.fromEntries(ways) },
    // The planner of agents-values has fields that pi has nothing like.
    `home: {
      inherit (home) failedAssertions;
      warnings = builtins.filter (text: builtins.match ".*: planner: (max_turns|tags) is not carried: .*" text == null) home.warnings;
    }`,
  );
});

describe("the Home Manager module refuses", () => {
  it.each(Object.entries(refusals))("%s", (name, { want, more = [] }) => {
    expect(resultOf(outcomes[name])).toMatchObject({ failedAssertions: [want, ...more] });
  });
});

describe("the Home Manager module warns of", () => {
  it.each(Object.entries({ ...cautions, ...retired }))("%s", (name, { want }) => {
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

describe("a message that is followed", () => {
  const cases = { ...refusals, ...cautions, ...retired, ...bypasses };

  it("is that of every case", () => {
    expect(Object.keys(followed).toSorted()).toEqual(Object.keys(cases).toSorted());
  });

  it.each(ways)("leads to a home without any: %s", (name) => {
    expect(resultOf(outcomes[name])).toEqual({ failedAssertions: [], warnings: [] });
  });

  it("is every message of the module", () => {
    const wants = Object.values(cases).map(({ want }) => want);
    const uncovered = emittedMessages().filter((pattern) => !wants.some((want) => pattern.test(want)));
    expect(uncovered.map(String)).toEqual([]);
  });
});

/** What the emitted module can say (but for errors in front matter, which have a test of their own), up to the first quote in an interpolation; any text stands for an interpolation. */
function emittedMessages(): readonly RegExp[] {
  const start =
    /(?<!where = )"((?:coding\.agents\.pi|home\.packages|programs\.pi-coding-agent|\$\{(?:where|option|input)\})(?:[^"\\]|\\.)*)/g;
  const files = sources(programs).filter(
    ({ path }) =>
      /^home-manager\/(pi|shared\/agents)\//.test(path) && !/options[.]nix$|front-matter/.test(path),
  );
  return files.flatMap(({ content }) =>
    [...content.matchAll(start)]
      .map(([, text = ""]) => text)
      .filter((text) => text.includes(": "))
      .map((text) => {
        const literals = text
          .split(/\$\{(?:[^{}$]|\$\{[^}]*\})*\}?/)
          .map((part) => part.replaceAll("\\", "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
        return new RegExp(`^${literals.join(".*")}`);
      }),
  );
}
