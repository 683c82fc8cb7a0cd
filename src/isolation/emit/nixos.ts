import { type Artefact, header, type Made } from "../../compiler/emit/artefact.js";
import { typeFiles } from "../../compiler/emit/home-manager.js";
import { optionsFile } from "../../compiler/emit/options.js";
import type { Module } from "../../compiler/ir/types.js";
import { fromJson, printNix } from "../../compiler/nix/print.js";
import type { Program } from "../../compiler/program/types.js";
import { renderTemplate } from "../../compiler/template.js";
import { piAgentModule } from "../options/agent.js";
import { messages } from "../options/assertions.js";
import { patchedNix, patchedNixBranch } from "../policy/nix.js";
import { hiddenDirectories, reservedVariables } from "../policy/runtime.js";
import { rootGroups, sharedDirectories, systemGroups, systemTrees, systemUsers } from "../policy/system.js";
import { hardeningFile } from "./hardening.js";
import { runtimeFiles } from "./runtime.js";

/** What each `{hole}` of a message is in the scope of the file that prints it. */
const interpolations: Readonly<Record<string, string>> = {
  command: "commandName",
  configPath: "path",
  entry: "entry",
  group: "group",
  members: 'lib.concatStringsSep " and " sharers',
  name: "name",
  other: "otherCommand",
  owner: "owner",
  package: "directPackage",
  places: 'lib.concatStringsSep " and " places',
  property: "property",
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

const printedMessages = Object.fromEntries(
  Object.entries(messages).map(([id, text]) => [id, printMessage(text)]),
);

/** What the checks know by name. */
const lists = {
  reservedVariables,
  hiddenDirectories,
  patchedNix,
  rootGroups,
  sharedDirectories,
  systemGroups,
  systemTrees,
  systemUsers,
} as const;

/** Where the module lies in the emitted tree. */
export const directory = "nixos/pi-agent";

/** The isolation's module for a program, with the types of the program's files among its definitions. */
export const isolatedModule = ({ module: { definitions } }: Program): Module => ({
  ...piAgentModule,
  definitions,
});

/** Only the types that an option of the module refers to are imported. */
function usedTypes(program: Program): Readonly<Record<string, string>> {
  const used = new Set(piAgentModule.options.flatMap(({ type }) => (type.kind === "ref" ? [type.name] : [])));
  return Object.fromEntries(Object.entries(typeFiles(program, directory)).filter(([name]) => used.has(name)));
}

/** The NixOS module: what it declares, what it sets up, what it refuses. */
export function nixosModule(program: Program, made: Made): readonly Artefact[] {
  const view = {
    header: header(made),
    messages: printedMessages,
    patchedNixBranch: printNix(fromJson(patchedNixBranch)),
    ...Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, printNix(fromJson(list), { indent: 2 })]),
    ),
  };
  return [
    { path: `${directory}/default.nix`, content: renderTemplate("nixos/default.nix", view) },
    ...["checks", "accounts", "directories", "daemon", "commands"].map((part) => ({
      path: `${directory}/${part}.nix`,
      content: renderTemplate(`nixos/${part}.nix`, view),
    })),
    { path: `${directory}/hardening.nix`, content: hardeningFile(made) },
    ...runtimeFiles(directory, made),
    {
      path: `${directory}/options.nix`,
      content: optionsFile(isolatedModule(program), usedTypes(program), made),
    },
  ];
}
