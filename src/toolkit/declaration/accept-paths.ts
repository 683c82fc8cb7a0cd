import type { Facts } from "../../compiler/importers/facts.js";
import { originText } from "../../compiler/importers/origin.js";
import { mapChildrenAt, mapTree } from "../../compiler/ir/paths.js";
import type { OptionType } from "../../compiler/ir/types.js";
import { NixsmithError } from "../../errors.js";

/**
 * The facts, with a Nix path taken beside each text that names a file.
 * @param paths of the texts, as descriptions have them: `packages[].source`, `#Name.key`
 * @throws {NixsmithError} where there is no text
 */
export function acceptPaths(facts: Facts, paths: readonly string[]): Facts {
  const { facts: accepting, missing } = widened(facts, paths, (type) =>
    type.kind === "str" ? { kind: "union", of: [type, { kind: "path" }] } : undefined,
  );
  if (missing === undefined) return accepting;
  throw new NixsmithError(`the declaration takes ${missing} for the path of a file, and there is no text`, {
    where: originText(facts.source),
    expected: "in `paths`, keys that hold text: extensions[], packages[].source",
  });
}

/**
 * The facts, with any text taken beside the types of some keys.
 * @param paths of the keys
 * @throws {NixsmithError} where there is no such key
 */
export function acceptTexts(facts: Facts, paths: readonly string[]): Facts {
  const { facts: accepting, missing } = widened(facts, paths, (type) =>
    type.kind === "nullOr" ? undefined : { kind: "union", of: [type, { kind: "str" }] },
  );
  if (missing === undefined) return accepting;
  throw new NixsmithError(`the declaration loosens ${missing}, and there is no such key`, {
    where: originText(facts.source),
    expected: "in `loosened`, keys of the file: model, provider.*.timeout",
  });
}

/**
 * The facts with the types at some paths in the place of what they are.
 * @param change nothing where the type at the path is not the one that is meant
 * @returns the first path, too, where nothing was changed
 */
function widened(
  facts: Facts,
  paths: readonly string[],
  change: (type: OptionType) => OptionType | undefined,
): { readonly facts: Facts; readonly missing?: string } {
  if (paths.length === 0) return { facts };
  const missing = new Set(paths);
  const visit = (type: OptionType, path: string): OptionType => {
    const changed = paths.includes(path) ? change(type) : undefined;
    if (changed !== undefined) {
      missing.delete(path);
      return changed;
    }
    return flat(mapChildrenAt(type, path, visit));
  };
  const accepting = mapTree(facts, visit);
  const [first] = missing;
  return first === undefined ? { facts: accepting } : { facts: accepting, missing: first };
}

/** A submodule would take a path for a module to import, so that texts and paths come first. */
function flat(type: OptionType): OptionType {
  if (type.kind !== "union") return type;
  const widened = type.of.flatMap((member) => (member.kind === "union" ? member.of : []));
  return { ...type, of: [...widened, ...type.of.filter(({ kind }) => kind !== "union")] };
}
