import { mapChildren } from "./children.js";
import type { OptionType } from "./types.js";

/** The path of a key in a tree of types: `packages[].source`, `models.*.id`, `#Definition.key`. */
export const joinKey = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** The type with each of its parts replaced, by the path of each. */
export function mapChildrenAt(
  type: OptionType,
  path: string,
  replace: (child: OptionType, path: string) => OptionType,
): OptionType {
  const below = pathBelow(type, path);
  return mapChildren(type, (child, key) => replace(child, key === undefined ? below : joinKey(path, key)));
}

function pathBelow({ kind }: OptionType, path: string): string {
  if (kind === "listOf") return `${path}[]`;
  return kind === "attrsOf" || kind === "submodule" ? joinKey(path, "*") : path;
}

/** A tree of types with what `visit` makes of its definitions and then of its root. */
export function mapTree<
  Of extends { readonly type: OptionType; readonly definitions: Readonly<Record<string, OptionType>> },
>(tree: Of, visit: (type: OptionType, path: string) => OptionType): Of {
  const definitions = Object.entries(tree.definitions).map(([name, of]) => [name, visit(of, `#${name}`)]);
  return { ...tree, definitions: Object.fromEntries(definitions), type: visit(tree.type, "") };
}
