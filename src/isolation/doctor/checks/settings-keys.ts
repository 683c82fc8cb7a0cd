import { join } from "node:path";
import { parse } from "jsonc-parser";
import type { IsolatedAgent } from "../../../compiler/program/agent.js";
import { outsideOf, placeholder } from "../../egress/outside.js";
import { providers } from "../../egress/providers.js";
import { optionOf } from "../../names.js";
import { accountOf } from "../accounts.js";
import { type Finding, ok, unseen, warn } from "../finding.js";
import type { Check } from "../subject.js";
import { entriesOf, findingsIn, homeInside, keepsKeysOutside, shown } from "./foreign.js";

/** Keys that sessions have in files of settings though keys are to stay outside: a user's files are copied into them. */
export const settingsKeys: Check = async ({ machine, agent, installation: { runner } }) => {
  if (!keepsKeysOutside(runner)) return [];
  const found = await Promise.all(
    runner.hostUsers.map(async ({ name, configPath }) => {
      const home = (await accountOf(machine, name))?.home;
      const own = join(homeInside(runner, name), agent.configuration.directory);
      const places = [
        ...(home === undefined ? [] : [{ directory: join(home, configPath), reach: "get a copy of it" }]),
        { directory: own, reach: "have it" },
      ];
      const findings = places.flatMap(({ directory, reach }) =>
        filesOf(agent).map(async ({ file, format, keysIn }) => {
          const path = join(directory, file);
          return findingsIn(machine, path, (text) =>
            format === "toml"
              ? [unseen(`${path} is TOML, which is not looked into`, "look for keys in it yourself")]
              : told(path, keysIn(parse(text)), `sessions of ${name} ${reach}`, optionOf(agent)),
          );
        }),
      );
      return (await Promise.all(findings)).flat();
    }),
  );
  const findings = found.flat();
  return findings.length > 0 ? findings : [ok("no settings of sessions hold a key")];
};

function told(path: string, keys: readonly string[], reach: string, module: string): readonly Finding[] {
  if (keys.length === 0) return [];
  return [
    warn(
      `${path} holds what is taken for a key (${[...new Set(keys)].join(", ")}), beside those of ${module}.credentials: ${reach}`,
      `take it out of the file, and give it in ${module}.credentials instead`,
    ),
  ];
}

interface LookedInto {
  /** In the agent's directory. */
  readonly file: string;
  readonly format: IsolatedAgent["settings"]["format"];
  /** Where keys are in what it holds. */
  readonly keysIn: (content: unknown) => readonly string[];
}

/** The files from which an agent takes keys, beside its credentials. */
function filesOf(agent: IsolatedAgent): readonly LookedInto[] {
  const { names, format } = agent.settings;
  const { settings } = outsideOf(agent);
  const further = agent.outside?.file;
  return [
    ...names.map((file) => ({
      file,
      format,
      keysIn: (content: unknown) => [...keysAt(settings, content), ...variablesIn(agent, content)],
    })),
    ...(further === undefined
      ? []
      : [
          {
            file: further.path,
            format: "jsonc" as const,
            keysIn: (content: unknown) => keysAt(further.content, content),
          },
        ]),
  ];
}

/** What stands where the agent is given a placeholder for a provider's key. */
function keysAt(pattern: unknown, content: unknown, path: readonly string[] = []): readonly string[] {
  if (pattern === "<placeholder>") return isKey(content) ? [path.map(shown).join(".")] : [];
  return entriesOf(pattern).flatMap(([key, inner]) =>
    entriesOf(content)
      .filter(([name]) => key === "<provider>" || name === key)
      .flatMap(([name, value]) => keysAt(inner, value, [...path, name])),
  );
}

/** Variables that the settings set and a credential is taken from. */
function variablesIn({ outside }: IsolatedAgent, content: unknown): readonly string[] {
  const key = outside?.environmentKey;
  if (key === undefined) return [];
  const known = new Set([
    ...Object.values(providers).flatMap(({ variables }) => variables),
    ...Object.values(outside?.credentials ?? {}).flat(),
  ]);
  const [, set] = entriesOf(content).find(([name]) => name === key) ?? [];
  return entriesOf(set).flatMap(([name, value]) =>
    known.has(name) && isKey(value) ? [`${key}.${name}`] : [],
  );
}

/** Whether a text is a key itself, and neither what stands for one nor the name of a variable, a file or a command. */
const isKey = (value: unknown): boolean =>
  typeof value === "string" && value !== placeholder && !/^(?:$|[$!{]|[A-Z][A-Z0-9_]*$)/u.test(value);
