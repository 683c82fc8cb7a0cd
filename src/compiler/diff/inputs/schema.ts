import keybindings from "../../../../schema/pi/keybindings.json" with { type: "json" };
import models from "../../../../schema/pi/models.json" with { type: "json" };
import { piModule } from "../../../../schema/pi/options/module.js";
import { importPi } from "../../../../schema/pi/releases/import.js";
import settings from "../../../../schema/pi/settings.json" with { type: "json" };
import { knownRenames } from "../../../../schema/renames.js";
import { annotate, decodeFacts } from "../../importers/facts.js";
import type { Module, OptionType } from "../../ir/types.js";
import { factsOfModules } from "../options/from-modules.js";
import type { Side } from "../side.js";

type Files = Readonly<Record<string, Imported>>;

interface Imported {
  readonly type: OptionType;
  readonly definitions: Module["definitions"];
}

/**
 * The options of one version of pi's configuration files, mounted where the Home Manager module has them.
 * @param text `pi@1.5.2`, or `pi` for the version that nixsmith holds
 * @throws {NixsmithError} where the version cannot be had
 */
export async function readSchemaVersion(text: string): Promise<Side> {
  const version = /^pi@(.+)$/.exec(text)?.[1];
  const files: Files = version === undefined ? committed() : (await importPi(version)).files;
  const name = version === undefined ? `pi@${settings.source.version}` : text;
  const modules = Object.entries(files).map(([file, imported]) => moduleOf(file, imported));
  return { name, modules, options: factsOfModules(modules), renames: new Map(Object.entries(knownRenames)) };
}

function committed(): Files {
  const files = Object.entries({ settings, keybindings, models });
  return Object.fromEntries(files.map(([name, facts]) => [name, decodeFacts(facts)]));
}

/** Prose is the upstream's in one version and ours in another; facts alone are compared. */
function moduleOf(name: string, { type, definitions }: Imported): Module {
  const bare = (of: OptionType): OptionType => annotate(of, "", () => ({ description: "" }));
  return {
    target: piModule.target,
    path: piModule.path,
    summary: "",
    options: [{ name, type: bare(type), description: "", default: { kind: "data", value: {} } }],
    definitions: Object.fromEntries(Object.entries(definitions).map(([key, of]) => [key, bare(of)])),
  };
}
