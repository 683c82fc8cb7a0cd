import { annotate, decodePackageFacts, type Prose, type Source } from "../../src/compiler/importers/facts.js";
import type { Option, OptionType, SubmoduleType } from "../../src/compiler/ir/types.js";
import type { Descriptions } from "./descriptions.js";
import { keybindingsDescriptions } from "./descriptions-keybindings.js";
import { modelsDescriptions } from "./descriptions-models.js";
import { settingsDescriptions } from "./descriptions-settings.js";
import keybindingsFacts from "./keybindings.json" with { type: "json" };
import modelsFacts from "./models.json" with { type: "json" };
import { type RetiredKeys, retiredKeybindings, retiredMessage, retiredSettings } from "./retired.js";
import settingsFacts from "./settings.json" with { type: "json" };

/** The types of one of pi's configuration files, with the types that `ref` names. */
export interface PiFile {
  readonly type: SubmoduleType;
  readonly definitions: Readonly<Record<string, OptionType>>;
  /** Keys that pi has given up, by their path; setting one deserves a warning. */
  readonly retired: RetiredKeys;
  readonly source: Source;
}

/** `settings.json` */
export const settings: PiFile = load(settingsFacts, settingsDescriptions, retiredSettings);
/** `keybindings.json` */
export const keybindings: PiFile = load(keybindingsFacts, keybindingsDescriptions, retiredKeybindings);
/** `models.json` */
export const models: PiFile = load(modelsFacts, modelsDescriptions, {});

/** The imported facts with our own prose; a key that has no description yet gets an empty one. */
function load(json: unknown, descriptions: Descriptions, retired: RetiredKeys): PiFile {
  const { source, type, definitions } = decodePackageFacts(json);
  const prose = (path: string): Prose => {
    const gone = retired[path];
    const description = descriptions[path] ?? "";
    return gone === undefined ? { description } : { description, deprecated: `${retiredMessage(gone)}.` };
  };
  const root = annotate(type, "", prose);
  if (root.kind !== "submodule") throw new Error(`${source.package}: a configuration file is a set of keys`);
  const named = Object.entries(definitions).map(([name, of]) => [name, annotate(of, `#${name}`, prose)]);
  return {
    type: { ...root, options: root.options.map(optional) },
    definitions: Object.fromEntries(named),
    retired,
    source,
  };
}

/** A file that has to have a key need not be there at all, and is not where every key is null. */
function optional(option: Option): Option {
  return option.default === undefined
    ? { ...option, type: { kind: "nullOr", of: option.type }, default: { kind: "data", value: null } }
    : option;
}
