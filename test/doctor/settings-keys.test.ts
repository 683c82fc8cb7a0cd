import { expect, it } from "vitest";
import { program as claude } from "../../schema/claude-code/index.js";
import { program as opencode } from "../../schema/opencode/index.js";
import type { Program } from "../../src/compiler/program/types.js";
import { examine } from "../../src/isolation/doctor/examine.js";
import { pi, piAgent } from "../support/pi.js";
import { type Change, changed, failed, healthy, recorded, runner, runnerScript } from "./host.js";

/** What doctor has to say of keys in settings that sessions have, though keys are to stay outside. */

const head = (path: string): string => `head -c 4194304 -- ${path}`;
const missing = failed("head: cannot open 'x' for reading: No such file or directory");
const outside = "isProxied=1\ncredentialFiles=(/run/secrets/anthropic)\n";

/** The host is pi's; where files are, and what is a key in them, is the agent's own. */
async function findings(
  { isolated }: Pick<Program, "isolated">,
  texts: Readonly<Record<string, string>>,
  change: Change = {},
): Promise<readonly string[]> {
  if (isolated === undefined) throw new Error("it is not isolated");
  const agent = { ...isolated, account: piAgent.account, option: piAgent.option, command: piAgent.command };
  const { directory } = isolated.configuration;
  const files = [...isolated.settings.names, isolated.outside?.file?.path ?? []].flat();
  const none = ["alice", "m3tam3re"].flatMap((user) =>
    files.flatMap((file) => [
      head(`/home/${user}/${directory}/${file}`),
      head(`/var/lib/pi-agent/users/${user}/${directory}/${file}`),
    ]),
  );
  const script = runnerScript("idmap")
    .replace(/^#.*\n/u, outside)
    .replaceAll("=.pi/agent\n", `=${directory}\n`);
  const host = changed(healthy, {
    files: { [runner]: script },
    commands: {
      ...Object.fromEntries(none.map((command) => [command, missing])),
      ...Object.fromEntries(Object.entries(texts).map(([path, text]) => [head(path), text])),
    },
  });
  const found = await examine(recorded(changed(host, change)), agent, "pi");
  const lines = found
    .filter(({ check }) => check === "keys in settings")
    .flatMap(({ findings }) => findings.map(({ level, text, mend }) => `${level} ${text} (${mend ?? ""})`));
  for (const line of lines) expect(line).not.toContain("canary");
  return lines;
}

const well = ["ok no settings of sessions hold a key ()"];
const keys = (path: string, names: string, reach: string) =>
  `warn ${path} holds what is taken for a key (${names}), beside those of m3ta.pi-agent.credentials: sessions of alice ${reach} (take it out of the file, and give it in m3ta.pi-agent.credentials instead)`;

it.each<readonly [Pick<Program, "name" | "isolated">, string, unknown, string]>([
  [claude, ".claude/settings.json", { env: { ANTHROPIC_AUTH_TOKEN: "canary" } }, "env.ANTHROPIC_AUTH_TOKEN"],
  [
    claude,
    ".claude/settings.json",
    { env: { CLAUDE_CODE_OAUTH_TOKEN: "canary", OPENAI_API_KEY: "canary", EDITOR: "vi" } },
    "env.CLAUDE_CODE_OAUTH_TOKEN, env.OPENAI_API_KEY",
  ],
  [
    opencode,
    ".config/opencode/opencode.jsonc",
    { provider: { mine: { options: { apiKey: "canary" } } } },
    "provider.mine.options.apiKey",
  ],
  [
    pi,
    ".pi/agent/models.json",
    { providers: { mine: { apiKey: "canary" }, other: { apiKey: "kept-outside" } } },
    "providers.mine.apiKey",
  ],
])(
  "names a key in the files of $name, the user's and those of sessions",
  async (agent, file, content, names) => {
    const text = `// said\n${JSON.stringify(content, null, 1)}`;
    for (const [path, reach] of [
      [`/home/alice/${file}`, "get a copy of it"],
      [`/var/lib/pi-agent/users/alice/${file}`, "have it"],
    ] as const)
      expect(await findings(agent, { [path]: text })).toEqual([keys(path, names, reach)]);
  },
);

it.each([
  ["nothing", ""],
  ["no object", "[1]"],
  ["half a file", '{"env": {"ANTHROPIC_AUTH'],
  ["a placeholder", '{"env": {"ANTHROPIC_API_KEY": "kept-outside"}}'],
  ["an empty one", '{"env": {"ANTHROPIC_API_KEY": ""}}'],
  ["no text", '{"env": {"ANTHROPIC_API_KEY": {"a": 1}}, "b": null}'],
  ["no set of variables", '{"env": ["ANTHROPIC_API_KEY"]}'],
  ["another variable", '{"env": {"MAX_THINKING_TOKENS": "1000"}}'],
])("is well with %s", async (_, text) => {
  expect(await findings(claude, { "/home/alice/.claude/settings.json": text })).toEqual(well);
});

it.each(["{env:MY_KEY}", "{file:~/key}", "$MY_KEY", "!pass show key", "MY_KEY"])(
  "is well with what only leads to a key: %s",
  async (apiKey) => {
    const text = JSON.stringify({ providers: { mine: { apiKey } } });
    expect(await findings(pi, { "/home/alice/.pi/agent/models.json": text })).toEqual(well);
  },
);

it("shows no name that was made up to be shown", async () => {
  const text = JSON.stringify({ providers: { "\u001b[2Jok": { apiKey: "canary" } } });
  const path = "/home/alice/.pi/agent/models.json";
  expect(await findings(pi, { [path]: text })).toEqual([
    keys(path, "providers.one of an odd name.apiKey", "get a copy of it"),
  ]);
});

it("says what it does not look into, and what a user may not look at", async () => {
  const { isolated = piAgent } = pi;
  const path = "/home/alice/.pi/agent/settings.toml";
  const names = ["settings.toml"];
  const toml = {
    ...isolated,
    settings: { ...isolated.settings, path: "settings.toml", names, format: "toml" as const },
  };
  expect(await findings({ isolated: toml }, { [path]: 'key = "canary"' })).toEqual([
    `unseen ${path} is TOML, which is not looked into (look for keys in it yourself)`,
  ]);
  const commands = {
    [head("/home/alice/.pi/agent/models.json")]: failed(
      "head: cannot open 'x' for reading: Permission denied",
    ),
  };
  expect(await findings(pi, {}, { uid: 1000, user: "m3tam3re", commands })).toEqual([
    "unseen /home/alice/.pi/agent/models.json cannot be looked at by m3tam3re (run nixsmith doctor as root)",
  ]);
});

it.each(["isProxied=1\ncredentialFiles=()\n", "isProxied=''\ncredentialFiles=(/run/secrets/anthropic)\n"])(
  "is nothing to look at where no key stays outside: %j",
  async (more) => {
    const script = runnerScript("idmap").replace(/^#.*\n/u, more);
    const text = JSON.stringify({ providers: { mine: { apiKey: "canary" } } });
    expect(
      await findings(pi, { "/home/alice/.pi/agent/models.json": text }, { files: { [runner]: script } }),
    ).toEqual([]);
  },
);
