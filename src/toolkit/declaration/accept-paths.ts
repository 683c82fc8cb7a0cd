import type { Facts } from "../../compiler/importers/facts.js";
import { originText } from "../../compiler/importers/origin.js";
import { mapChildren } from "../../compiler/ir/children.js";
import type { OptionType } from "../../compiler/ir/types.js";
import { NixsmithError } from "../../errors.js";

/**
 * The facts, with a Nix path taken beside each text that names a file.
 * @param paths of the texts, as descriptions have them: `packages[].source`, `#Name.key`
 * @throws {NixsmithError} where there is no text
 */
export function acceptPaths(facts: Facts, paths: readonly string[]): Facts {
  if (paths.length === 0) return facts;
  const missing = new Set(paths);
  const visit = (type: OptionType, path: string): OptionType => {
    if (type.kind === "str" && paths.includes(path)) {
      missing.delete(path);
      return { kind: "union", of: [type, { kind: "path" }] };
    }
    const below = pathBelow(type, path);
    return flat(mapChildren(type, (child, key) => visit(child, key === undefined ? below : join(path, key))));
  };
  const named = Object.entries(facts.definitions).map(([name, of]) => [name, visit(of, `#${name}`)]);
  const accepting = {
    ...facts,
    type: visit(facts.type, ""),
    definitions: Object.fromEntries(named),
  };
  const [first] = missing;
  if (first === undefined) return accepting;
  throw new NixsmithError(`the declaration takes ${first} for the path of a file, and there is no text`, {
    where: originText(facts.source),
    expected: "in `paths`, keys that hold text: extensions[], packages[].source",
  });
}

/** A submodule would take a path for a module to import, so that texts and paths come first. */
function flat(type: OptionType): OptionType {
  if (type.kind !== "union") return type;
  const widened = type.of.flatMap((member) => (member.kind === "union" ? member.of : []));
  return { ...type, of: [...widened, ...type.of.filter(({ kind }) => kind !== "union")] };
}

function pathBelow({ kind }: OptionType, path: string): string {
  if (kind === "listOf") return `${path}[]`;
  return kind === "attrsOf" || kind === "submodule" ? join(path, "*") : path;
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
