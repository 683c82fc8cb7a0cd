import { join, resolve } from "node:path";
import type { IsolatedAgent } from "../../../compiler/program/agent.js";
import { optionOf } from "../../names.js";
import { accountOf } from "../accounts.js";
import { type Finding, ok, warn } from "../finding.js";
import type { Check } from "../subject.js";
import { entriesOf, findingsIn, homeInside, keepsKeysOutside, shown } from "./foreign.js";

/** Tokens that sessions have though keys are to stay outside: those of an OAuth login, which the agent has to refresh by itself. */
export const logins: Check = async ({ machine, agent, installation: { runner } }) => {
  if (!keepsKeysOutside(runner)) return [];
  const module = optionOf(agent);
  const found = await Promise.all(
    runner.hostUsers.map(async ({ name, configPath, syncAuth }) => {
      const own = credentialsBelow(agent, homeInside(runner, name), agent.configuration.directory);
      const inside = await findingsIn(
        machine,
        own,
        told(own, module, {
          reach: `sessions of ${name} have its tokens`,
          mend: `log out in a session of ${name}, or remove the file`,
        }),
      );
      const home = syncAuth === "never" ? undefined : (await accountOf(machine, name))?.home;
      if (home === undefined) return inside;
      const given = credentialsBelow(agent, home, configPath);
      const copied = await findingsIn(
        machine,
        given,
        told(given, module, {
          reach: `sessions of ${name} get a copy of its tokens`,
          mend: `set ${module}.hostUsers.${name}.sync.auth = "never"`,
        }),
      );
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
}

const told =
  (file: string, module: string, { reach, mend }: Words) =>
  (text: string): readonly Finding[] => {
    const names = oauthIn(text);
    if (names.length === 0) return [];
    return [
      warn(
        `${file} holds an OAuth login (${names.join(", ")}), which ${module}.credentials does not cover: ${reach}`,
        `${mend}, and give an API key in ${module}.credentials; leave it if the subscription is to be used`,
      ),
    ];
  };

/** Entries with a token that is refreshed, by whatever name an agent has for it. */
function oauthIn(text: string): readonly string[] {
  return entriesOf(parsed(text)).flatMap(([name, entry]) => {
    const isLogin = entriesOf(entry).some(
      ([key, value]) => (key === "type" && value === "oauth") || /^refresh(_?token)?$/i.test(key),
    );
    return isLogin ? [shown(name)] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
