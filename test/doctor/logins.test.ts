import { expect, it } from "vitest";
import { program as claude } from "../../schema/claude-code/index.js";
import { program as opencode } from "../../schema/opencode/index.js";
import type { IsolatedAgent } from "../../src/compiler/program/agent.js";
import { examine } from "../../src/isolation/doctor/examine.js";
import { pi, piAgent } from "../support/pi.js";
import { absent, type Change, changed, failed, healthy, recorded, runner, runnerScript } from "./host.js";

/** What doctor has to say of tokens that sessions have though keys are to stay outside. */

const scriptWith = (syncAuth: string, more = "isProxied=1\ncredentialFiles=(/run/secrets/anthropic)\n") =>
  `${more}${runnerScript("idmap")
    .replace(/^#.*\n/, "")
    .replaceAll("configPath=.pi/agent\n", `configPath=.pi/agent\nsyncAuth=${syncAuth}\n`)}`;

const head = (file: string): string => `head -c 4194304 -- ${file}`;
const missing = failed("head: cannot open 'x' for reading: No such file or directory");
const own = (user: string, file = ".pi/agent/auth.json") => head(`/var/lib/pi-agent/users/${user}/${file}`);
const host = (user: string, file = ".pi/agent/auth.json") => head(`/home/${user}/${file}`);

const clean = changed(healthy, {
  files: { [runner]: scriptWith("never") },
  commands: Object.fromEntries(
    ["alice", "m3tam3re"].flatMap((user) =>
      [own(user), host(user)].map((command): [string, typeof missing] => [command, missing]),
    ),
  ),
});

async function findings(change: Change, agent: IsolatedAgent = piAgent): Promise<readonly string[]> {
  const found = await examine(recorded(changed(clean, change)), agent, "pi");
  const texts = found
    .filter(({ check }) => check === "OAuth logins")
    .flatMap(({ findings }) =>
      findings.map(({ level, text, mend }) => `${level} ${text}${mend === undefined ? "" : ` (${mend})`}`),
    );
  for (const text of texts) expect(text).not.toContain("canary");
  return texts;
}

const login = JSON.stringify({
  anthropic: { type: "oauth", refresh: "canary", access: "canary", expires: 1 },
  openai: { type: "api_key", key: "canary" },
});
const instead =
  "and give an API key in m3ta.pi-agent.credentials; leave it if the subscription is to be used";
const inside = (file: string, names: string) =>
  `warn ${file} holds an OAuth login (${names}), which m3ta.pi-agent.credentials does not cover: sessions of alice have its tokens (log out in a session of alice, or remove the file, ${instead})`;

it("is well where there is none, and where there are keys only", async () => {
  const well = ["ok no session has tokens of an OAuth login"];
  expect(await findings({})).toEqual(well);
  const keys = JSON.stringify({ openai: { type: "api_key", key: "canary" }, other: "refresh" });
  for (const text of [keys, "{}", "[]", "canary", ""])
    expect(await findings({ commands: { [own("alice")]: text } })).toEqual(well);
});

it("names a login in the agent's own state", async () => {
  expect(await findings({ commands: { [own("alice")]: login } })).toEqual([
    inside("/var/lib/pi-agent/users/alice/.pi/agent/auth.json", "anthropic"),
  ]);
});

it("names a login of the user's that is copied, and none that is not", async () => {
  const commands = { [host("alice")]: login };
  expect(await findings({ commands })).toEqual(["ok no session has tokens of an OAuth login"]);
  for (const syncAuth of ["if-missing", "newer"])
    expect(await findings({ commands, files: { [runner]: scriptWith(syncAuth) } })).toEqual([
      `warn /home/alice/.pi/agent/auth.json holds an OAuth login (anthropic), which m3ta.pi-agent.credentials does not cover: sessions of alice get a copy of its tokens (set m3ta.pi-agent.hostUsers.alice.sync.auth = "never", ${instead})`,
    ]);
});

it.each([
  [pi, ".pi/agent/auth.json", login, "anthropic"],
  [opencode, ".local/share/opencode/auth.json", login, "anthropic"],
  [
    claude,
    ".claude/.credentials.json",
    '{"claudeAiOauth":{"accessToken":"canary","refreshToken":"canary"}}',
    "claudeAiOauth",
  ],
])("knows the logins of $name, where it has them", async ({ isolated }, file, text, name) => {
  if (isolated === undefined) throw new Error("it is not isolated");
  // The host is pi's; where files are is the agent's own.
  const agent = { ...piAgent, credentials: isolated.credentials, configuration: isolated.configuration };
  const others = { [own("m3tam3re", file)]: missing };
  expect(await findings({ commands: { ...others, [own("alice", file)]: text } }, agent)).toEqual([
    inside(`/var/lib/pi-agent/users/alice/${file}`, name),
  ]);
});

it("shows no name that an agent made up to be shown", async () => {
  const text = JSON.stringify({ "\u001b[2Jok": { refresh_token: "canary" } });
  expect(await findings({ commands: { [own("alice")]: text } })).toEqual([
    inside("/var/lib/pi-agent/users/alice/.pi/agent/auth.json", "one of an odd name"),
  ]);
});

it("says what a user cannot look at", async () => {
  const denied = failed("head: cannot open 'x' for reading: Permission denied");
  const commands = { [own("alice")]: denied, [own("m3tam3re")]: denied };
  expect(await findings({ uid: 1000, user: "m3tam3re", commands })).toEqual(
    ["alice", "m3tam3re"].map(
      (user) =>
        `unseen /var/lib/pi-agent/users/${user}/.pi/agent/auth.json cannot be looked at by m3tam3re (run nixsmith doctor as root)`,
    ),
  );
});

it.each([
  ["no key stays outside", "isProxied=1\ncredentialFiles=()\n"],
  ["there is no proxy", "isProxied=''\ncredentialFiles=(/run/secrets/anthropic)\n"],
])("is nothing to look at where %s", async (_, more) => {
  const files = { [runner]: scriptWith("newer", more) };
  expect(await findings({ files, commands: { [own("alice")]: login, [host("alice")]: absent } })).toEqual([]);
});
