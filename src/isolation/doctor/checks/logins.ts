import { join, resolve } from "node:path";
import type { IsolatedAgent } from "../../../compiler/program/agent.js";
import { optionOf } from "../../names.js";
import { accountOf } from "../accounts.js";
import { type Finding, ok, unseen, warn } from "../finding.js";
import { isMissing, type Machine } from "../machine.js";
import type { Check } from "../subject.js";

/** Tokens that sessions have though keys are to stay outside: those of an OAuth login, which the agent has to refresh by itself. */
export const logins: Check = async ({ machine, agent, installation: { runner } }) => {
  if (!runner?.isProxied || runner.credentialFiles.length === 0) return [];
  const module = optionOf(agent);
  const found = await Promise.all(
    runner.hostUsers.map(async ({ name, configPath, syncAuth }) => {
      const own = join(runner.stateDir, "users", name);
      const inside = await findingsIn(machine, credentialsBelow(agent, own, agent.configuration.directory), {
        reach: `sessions of ${name} have its tokens`,
        mend: `log out in a session of ${name}, or remove the file`,
        module,
      });
      const home = syncAuth === "never" ? undefined : (await accountOf(machine, name))?.home;
      if (home === undefined) return inside;
      const copied = await findingsIn(machine, credentialsBelow(agent, home, configPath), {
        reach: `sessions of ${name} get a copy of its tokens`,
        mend: `set ${module}.hostUsers.${name}.sync.auth = "never"`,
        module,
      });
      return [...inside, ...copied];
    }),
  );
  const findings = found.flat();
  return findings.length > 0 ? findings : [ok("no session has tokens of an OAuth login")];
};

/** Where the file of credentials is below a home with the agent's directory at `directory`. */
const credentialsBelow = ({ credentials }: IsolatedAgent, home: string, directory: string): string =>
  credentials.startsWith("~/") ? join(home, credentials.slice(2)) : resolve(home, directory, credentials);

interface Words {
  readonly reach: string;
  readonly mend: string;
  readonly module: string;
}

async function findingsIn(
  machine: Machine,
  file: string,
  { reach, mend, module }: Words,
): Promise<readonly Finding[]> {
  // The agent, or a user, decides what lies there: head(1) ends where a file does not, and is ended where it does not begin.
  const said = await machine.run("head", "-c", "4194304", "--", file);
  if (isMissing(said)) return [];
  if (said.kind !== "text") return [unseen(`${file} cannot be looked at by ${machine.user}`)];
  const names = oauthIn(said.text);
  return names.length === 0
    ? []
    : [
        warn(
          `${file} holds an OAuth login (${names.join(", ")}), which ${module}.credentials does not cover: ${reach}`,
          `${mend}, and give an API key in ${module}.credentials; leave it if the subscription is to be used`,
        ),
      ];
}

/** Entries with a token that is refreshed, by whatever name an agent has for it. */
function oauthIn(text: string): readonly string[] {
  return entriesOf(parsed(text)).flatMap(([name, entry]) => {
    const isLogin = entriesOf(entry).some(
      ([key, value]) => (key === "type" && value === "oauth") || /^refresh(_?token)?$/i.test(key),
    );
    return isLogin ? [/^[\w.-]{1,64}$/.test(name) ? name : "one of an odd name"] : [];
  });
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
