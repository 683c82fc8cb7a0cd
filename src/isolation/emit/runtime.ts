import { type Artefact, header, type Made } from "../../compiler/emit/artefact.js";
import { printPath } from "../../compiler/nix/print.js";
import type { IsolatedAgent, SettingsFormat } from "../../compiler/program/agent.js";
import { renderTemplate } from "../../compiler/template.js";
import { mapValues } from "../../map-values.js";
import { shellWord } from "../../shell-word.js";
import { egressPort } from "../egress/entries.js";
import { placeholder } from "../egress/outside.js";
import { optionOf } from "../names.js";
import { ownPolicy } from "../policy/agent.js";
import { gitNames, harmlessKeys, renamedByGit } from "../policy/git.js";
import { minimumSystemd } from "../policy/hardening.js";
import {
  proxyVariables,
  scripts,
  sessionPackages,
  systemdVariables,
  terminalVariables,
} from "../policy/runtime.js";

/** The shell parts of the isolated runtime and the Nix file that packages them, below `directory`. */
export function runtimeFiles(directory: string, agent: IsolatedAgent, made: Made): readonly Artefact[] {
  const shellView = {
    gitDirectories: gitNames("directory", "shared", "locked", "nested")
      .filter((name) => name !== "hooks")
      .join(" "),
    gitLockedDirectories: gitNames("directory", "locked").join(" "),
    gitNames: [
      ...gitNames("file", "shared", "locked"),
      ...gitNames("directory", "shared", "locked", "nested"),
    ].join("|"),
    gitRenamed: renamedByGit.join(" | "),
    harmlessKeys: harmlessKeys.join("|"),
    minimumSystemd,
    names: Object.entries(shellNames(agent)).map(([name, value]) => ({ name, value: shellValue(value) })),
    placeholder,
    proxyAddress: `127.0.0.1:${egressPort}`,
    proxyPort: egressPort.toString(16).toUpperCase().padStart(4, "0"),
    proxyVariables: proxyVariables.join(" "),
    systemdVariables: systemdVariables.join(" "),
    terminalPattern: terminalVariables.join("|"),
    terminalVariables: terminalVariables.join(" "),
  };
  const phases = [...new Set(Object.values(scripts).flat())];
  const nixView = {
    header: header(made),
    agent: {
      name: agent.account,
      option: printPath(agent.option),
      program: agent.program,
      ordered: agent.settings.ordered,
      toml: agent.settings.format === "toml",
    },
    parts: mapValues(scripts, pathList),
    sessionPackages: `[${sessionPackages.map((name) => `pkgs.${name}`).join(" ")}]`,
  };
  return [
    { path: `${directory}/runtime.nix`, content: renderTemplate("nixos/runtime.nix", nixView) },
    {
      path: `${directory}/denied-address.nix`,
      content: renderTemplate("nixos/denied-address.nix", { header: header(made) }),
    },
    ...phases.map((phase) => ({
      path: `${directory}/${phase}.sh`,
      content: `${header(made)}\n${renderTemplate(`runtime/${phase}.sh`, shellView)}`,
    })),
  ];
}

const shellValue = (value: string | readonly string[]): string =>
  typeof value === "string" ? shellWord(value) : `(${value.map(shellWord).join(" ")})`;

/** What differs between agents, beside what a host says of one: a file of its own. The others are the same for all. */
const shellNames = (agent: IsolatedAgent): Readonly<Record<string, string | readonly string[]>> => ({
  ...credentialsIn(agent),
  agentName: agent.account,
  agentTitle: agent.title,
  agentOption: optionOf(agent),
  agentOwned: agent.own,
  configurationDirectory: agent.configuration.directory,
  configurationVariable: agent.configuration.variable,
  reservedVariables: agent.reserved,
  settingsName: agent.settings.path,
  settingsNames: agent.settings.names,
  settingsFormat: agent.settings.format,
  settingsVariable: agent.settings.variable ?? "",
  settingsDirectory: agent.settings.directory ?? "",
  settingsForm: forms[agent.settings.format],
  lockedFiles: agent.locked,
  keptKeys: agent.settings.kept,
  ownPolicy: ownPolicy(agent),
  furtherFile: agent.outside?.file?.path ?? "",
});

/** What a file of settings is, to a user whose file is none. */
const forms: Readonly<Record<SettingsFormat, string>> = {
  json: "a JSON object",
  jsonc: "a JSON object, with comments or without",
  toml: "TOML",
};

/** In the copy of a user's configuration the credentials stand beside the settings, wherever they are in a home. */
function credentialsIn({ credentials }: IsolatedAgent) {
  const [, directory = "", name = credentials] = /^~\/(.*)\/([^/]*)$/.exec(credentials) ?? [];
  return { credentialsName: name, credentialsDirectory: directory };
}

const pathList = (phases: readonly string[]): string =>
  `[${phases.map((phase) => `./${phase}.sh`).join(" ")}]`;
