import { mapChildren } from "../../ir/children.js";
import type { Option, OptionType } from "../../ir/types.js";
import type { Change } from "../engine/change.js";
import type { Match } from "../engine/match.js";
import { snapshotPath } from "../engine/snapshot.js";
import { type Statement, statementOf, textOf } from "../engine/statement.js";

/** What a snapshot says in words alone, where it says nothing else otherwise and no option is described otherwise. */
export function wordingMatches({ tree, options }: Change): readonly Match[] {
  if (tree === undefined || options.changed.length > 0) return [];
  const [before, after] = [statementOf(tree.base), statementOf(tree.head)];
  const isSaidSo = (read: (said: Statement) => Statement): boolean =>
    textOf(read(before)) === textOf(read(after));
  if (isSaidSo((said) => said) || !isSaidSo(wordless)) return [];
  return [{ subject: snapshotPath, message: "says the same in other words" }];
}

function wordless(snapshot: Statement): Statement {
  return {
    ...snapshot,
    modules: snapshot.modules.map(({ upstream: _, ...module }) => ({
      ...module,
      summary: "",
      options: bareOptions(module.options.map((option) => ({ ...option, type: bareType(option.type) }))),
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
  }));

function bareType(type: OptionType): OptionType {
  const inside = mapChildren(type, bareType);
  return inside.kind === "submodule" ? { ...inside, options: bareOptions(inside.options) } : inside;
}
