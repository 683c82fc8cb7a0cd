import { decodeFacts, describe, type Source } from "../../src/importers/facts.js";
import type { Option, OptionType, SubmoduleType } from "../../src/ir/types.js";
import type { Descriptions } from "./descriptions.js";
import { keybindingsDescriptions } from "./descriptions-keybindings.js";
import { modelsDescriptions } from "./descriptions-models.js";
import { settingsDescriptions } from "./descriptions-settings.js";
import keybindingsFacts from "./keybindings.json" with { type: "json" };
import modelsFacts from "./models.json" with { type: "json" };
import settingsFacts from "./settings.json" with { type: "json" };

/** The types of one of pi's configuration files, with the types that `ref` names. */
export interface PiFile {
  readonly type: SubmoduleType;
  readonly definitions: Readonly<Record<string, OptionType>>;
  readonly source: Source;
}

/** `settings.json` */
export const settings: PiFile = load(settingsFacts, settingsDescriptions);
/** `keybindings.json` */
export const keybindings: PiFile = load(keybindingsFacts, keybindingsDescriptions);
/** `models.json` */
export const models: PiFile = load(modelsFacts, modelsDescriptions);

/** The imported facts with our own descriptions; a key that has none yet says so by an empty one. */
function load(json: unknown, descriptions: Descriptions): PiFile {
  const { source, type, definitions } = decodeFacts(json);
  const text = (path: string) => descriptions[path] ?? "";
  const described = describe(type, "", text);
  if (described.kind !== "submodule")
    throw new Error(`${source.package}: a configuration file is a set of keys`);
  const named = Object.entries(definitions).map(([name, of]) => [name, describe(of, `#${name}`, text)]);
  const options = described.options.map(optional);
  return { type: { ...described, options }, definitions: Object.fromEntries(named), source };
}

/** A file that has to have a key need not be there at all, and is not where every key is null. */
function optional(option: Option): Option {
  return option.default === undefined
    ? { ...option, type: { kind: "nullOr", of: option.type }, default: { kind: "data", value: null } }
    : option;
}
