import { type Artefact, header, type Provenance } from "../../compiler/emit/artefact.js";
import { optionsFile } from "../../compiler/emit/options.js";
import { fromJson, printNix } from "../../compiler/nix/print.js";
import { renderTemplate } from "../../compiler/template.js";
import { piAgentModule } from "../options/agent.js";
import { messages } from "../options/assertions.js";
import { hiddenDirectories, reservedVariables } from "../policy/runtime.js";
import { hardeningFile } from "./hardening.js";
import { runtimeFiles } from "./runtime.js";

/** What each `{hole}` of a message is in the scope where `checks.nix` prints it. */
const interpolations: Readonly<Record<string, string>> = {
  command: "cfg.wrapper.commandName",
  configPath: "configPath",
  entry: "builtins.head trusted",
  name: "name",
  package: "directPackage",
  places: 'lib.concatStringsSep " and " shadowedBy',
  property: "property",
  root: "root",
  stateDir: "cfg.stateDir",
  user: "cfg.user",
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

/** Where the module lies in the emitted tree. */
export const directory = "nixos/pi-agent";

/** The NixOS module: what it declares, what it sets up, what it refuses. */
export function nixosModule(provenance: Provenance): readonly Artefact[] {
  const view = {
    header: header(provenance),
    messages: printedMessages,
    reservedVariables: printNix(fromJson(reservedVariables), { indent: 2 }),
    hiddenDirectories: printNix(fromJson(hiddenDirectories), { indent: 8 }),
  };
  return [
    { path: `${directory}/default.nix`, content: renderTemplate("nixos/default.nix", view) },
    { path: `${directory}/checks.nix`, content: renderTemplate("nixos/checks.nix", view) },
    { path: `${directory}/hardening.nix`, content: hardeningFile(provenance) },
    ...runtimeFiles(directory, provenance),
    {
      path: `${directory}/options.nix`,
      content: optionsFile(piAgentModule, { settings: "../../pi/settings.nix" }, provenance),
    },
  ];
}
