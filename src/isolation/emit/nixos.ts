import { type Artefact, header, type Made } from "../../compiler/emit/artefact.js";
import { typeFiles } from "../../compiler/emit/home-manager.js";
import { optionsFile } from "../../compiler/emit/options.js";
import type { Module } from "../../compiler/ir/types.js";
import { fromJson, printNix, printPath } from "../../compiler/nix/print.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { Program } from "../../compiler/program/types.js";
import { renderTemplate } from "../../compiler/template.js";
import { mapValues } from "../../map-values.js";
import { egressPattern } from "../egress/entries.js";
import { providers } from "../egress/providers.js";
import { agentOptions } from "../options/agent.js";
import { messagesOf } from "../options/assertions.js";
import { agentModule } from "../options/module.js";
import { patchedNix, patchedNixBranch } from "../policy/nix.js";
import { hiddenDirectories, proxyVariables, reservedBy } from "../policy/runtime.js";
import { rootGroups, sharedDirectories, systemGroups, systemTrees, systemUsers } from "../policy/system.js";
import { egressModule } from "./egress.js";
import { hardeningFile } from "./hardening.js";
import { runtimeFiles } from "./runtime.js";

/** What each `{hole}` of a message is in the scope of the file that prints it. */
const interpolations: Readonly<Record<string, string>> = {
  command: "commandName",
  credential: "credential",
  configPath: "path",
  destination: "destination",
  direct: "directCommand",
  entry: "entry",
  file: "file",
  group: "group",
  mode: "mode",
  members: 'lib.concatStringsSep " and " sharers',
  name: "name",
  other: "otherCommand",
  owner: "owner",
  package: "directPackage",
  places: 'lib.concatStringsSep " and " places',
  property: "property",
  repository: "repository",
  root: "root",
  setting: "setting",
  stateDir: "stateDir",
  sudo: "sudo",
  user: "user",
  variable: "variable",
  version: "config.systemd.package.version",
};

/** A message as a Nix string in which each hole is an interpolation. */
function printMessage(message: string): string {
  const printed = message.split(/\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return printNix({ kind: "string", value: part }).slice(1, -1);
    const expression = interpolations[part];
    if (expression === undefined) throw new Error(`message "${message}": nothing to put for {${part}}`);
    return `\${${expression}}`;
  });
  return `"${printed.join("")}"`;
}

const printedMessages = (agent: IsolatedAgent): Readonly<Record<string, string>> =>
  mapValues(messagesOf(agent), printMessage);

/** What the checks know by name. */
const lists = {
  hiddenDirectories,
  patchedNix,
  proxyVariables,
  rootGroups,
  sharedDirectories,
  systemGroups,
  systemTrees,
  systemUsers,
} as const;

/** Where the module lies in the emitted tree. */
export const directory = ({ account }: Pick<IsolatedAgent, "account">): string => `nixos/${account}`;

/** The isolation's module for a program, with the types of the program's files among its definitions. */
export const isolatedModule = (
  { module: { definitions, upstream } }: Program,
  agent: IsolatedAgent,
): Module => ({
  ...agentModule(agent),
  definitions,
  ...(upstream === undefined ? {} : { upstream }),
});

/** Only the types that an option of the module refers to are imported. */
function usedTypes(program: Program, agent: IsolatedAgent): Readonly<Record<string, string>> {
  const used = new Set(agentOptions.flatMap(({ type }) => (type.kind === "ref" ? [type.name] : [])));
  return Object.fromEntries(
    Object.entries(typeFiles(program, directory(agent))).filter(([name]) => used.has(name)),
  );
}

/** What its templates call the agent. */
const namesIn = (agent: IsolatedAgent) => ({
  option: printPath(agent.option),
  name: agent.account,
  description: agent.accountDescription,
  program: agent.program,
  package: agent.package,
  settingsDirectory: agent.settings.directory,
});

/** The NixOS module: what it declares, what it sets up, what it refuses. */
export function nixosModule(program: Program, agent: IsolatedAgent, made: Made): readonly Artefact[] {
  const view = {
    header: header(made),
    agent: namesIn(agent),
    messages: printedMessages(agent),
    reservedVariables: printNix(fromJson(reservedBy(agent)), { indent: 2 }),
    egressPattern: printNix(fromJson(egressPattern)),
    knownProviders: printNix(fromJson(Object.keys(providers)), { indent: 2 }),
    patchedNixBranch: printNix(fromJson(patchedNixBranch)),
    ...mapValues(lists, (list) => printNix(fromJson(list), { indent: 2 })),
  };
  const place = directory(agent);
  return [
    { path: `${place}/default.nix`, content: renderTemplate("nixos/default.nix", view) },
    ...["checks", "accounts", "directories", "daemon", "commands"].map((part) => ({
      path: `${place}/${part}.nix`,
      content: renderTemplate(`nixos/${part}.nix`, view),
    })),
    { path: `${place}/hardening.nix`, content: hardeningFile(agent, made) },
    { path: `${place}/egress.nix`, content: egressModule(agent, made) },
    ...runtimeFiles(place, agent, made),
    {
      path: `${place}/options.nix`,
      content: optionsFile(isolatedModule(program, agent), usedTypes(program, agent), made),
    },
  ];
}
