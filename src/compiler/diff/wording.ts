import type { Option, OptionType } from "../ir/types.js";
import type { Change } from "./change.js";
import type { Match } from "./rule.js";
import { snapshotPath } from "./snapshot.js";
import type { Snapshot } from "./snapshot-schema.js";

/** What a snapshot says in words alone, where it says nothing else otherwise and no option is described otherwise. */
export function wordingMatches({ tree, options }: Change): readonly Match[] {
  if (tree === undefined || options.changed.length > 0) return [];
  const [before, after] = [tree.base, tree.head].map(said);
  const [old, now] = [tree.base, tree.head].map((snapshot) => wordless(said(snapshot)));
  if (JSON.stringify(before) === JSON.stringify(after) || JSON.stringify(old) !== JSON.stringify(now))
    return [];
  return [{ subject: snapshotPath, message: "says the same in other words" }];
}

type Said = Omit<Snapshot, "generatedBy" | "files">;

const said = ({ generatedBy: _, files: __, ...rest }: Snapshot): Said => rest;

function wordless(snapshot: Said): Said {
  return {
    ...snapshot,
    modules: snapshot.modules.map((module) => ({
      ...module,
      summary: "",
      options: bareOptions(module.options),
    })),
    definitions: Object.fromEntries(
      Object.entries(snapshot.definitions).map(([name, type]) => [name, bareType(type)]),
    ),
    hardening: snapshot.hardening.map((row) => ({ ...row, reason: "" })),
  };
}

const bareOptions = (options: readonly Option[]): Option[] =>
  options.map(({ description, example, defaultText, deprecated, upstreamDefault, ...option }) => ({
    ...option,
    description: "",
    type: bareType(option.type),
  }));

function bareType(type: OptionType): OptionType {
  switch (type.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return { ...type, of: bareType(type.of) };
    case "union":
      return { ...type, of: type.of.map(bareType) };
    case "submodule":
      return {
        ...type,
        options: bareOptions(type.options),
        ...(type.freeform && { freeform: bareType(type.freeform) }),
      };
    default:
      return type;
  }
}
