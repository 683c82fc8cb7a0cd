import { mapChildrenAt, mapTree } from "../ir/paths.js";
import type { OptionType } from "../ir/types.js";
import type { Tree } from "./diff.js";
import { ImportError } from "./loss.js";

/**
 * A tree in which the order of some sets' names counts. No schema says that; a program does that takes the first or the last
 * entry that matches.
 *
 * @param paths of the sets, as the loss report has them (`permission`, `#Definition.rules`); `*` is any key, so that
 *   `permission.*` means every set right below
 * @throws ImportError where there is no set, or a list may stand in its place
 */
export function orderMaps<Of extends Tree>(tree: Of, paths: readonly string[]): Of {
  if (paths.length === 0) return tree;
  const wanted = paths.map((path) => ({ path, pattern: patternOf(path) }));
  const missing = new Set(paths);
  const isWanted = (at: string): boolean => {
    const found = wanted.filter(({ pattern }) => pattern.test(at));
    for (const { path } of found) missing.delete(path);
    return found.length > 0;
  };
  const visit = (type: OptionType, at: string): OptionType => {
    const inside = mapChildrenAt(type, at, visit);
    if (isSet(type, tree.definitions) && isWanted(at)) return { kind: "ordered", of: inside };
    refuseAmbiguous(inside, at);
    return inside;
  };
  const ordered = mapTree(tree, visit);
  const [first] = missing;
  if (first === undefined) return ordered;
  throw new ImportError(first, "there is no set whose names could be in order", {
    expected: "the path of a key that holds a set, such as permission, permission.* or #Definition",
  });
}

/** A path as a regular expression in which `*` stands for one key. */
function patternOf(path: string): RegExp {
  const escaped = path.replace(/[\\^$.|?+()[\]{}]/gu, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^.]+")}$`, "u");
}

function isSet(type: OptionType, definitions: Tree["definitions"]): boolean {
  const target = type.kind === "ref" ? definitions[type.name] : type;
  return target?.kind === "attrsOf" || target?.kind === "submodule";
}

/** An ordered set is written as a list, which another list in the same place would hide. */
function refuseAmbiguous(type: OptionType, path: string): void {
  if (type.kind !== "union" || !type.of.some(({ kind }) => kind === "ordered")) return;
  if (type.of.some(({ kind }) => kind === "listOf" || kind === "json" || kind === "raw"))
    throw new ImportError(path, "the order of its names cannot be told, for a list may stand in its place");
}
