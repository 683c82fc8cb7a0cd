import { type Operator, one, type Pick } from "./pick.js";
import { regenerated, sources, type Tree, textAt, withEntry, without } from "./tree.js";

/** Names that a module, a script or a careless glob could reach, beside and below what is there. */
const newPath = (tree: Tree, pick: Pick): string => {
  const path = one(sources(tree), pick) ?? "";
  const beside = path.slice(0, path.lastIndexOf("/") + 1);
  const names = [
    "extra.nix",
    "extra.sh",
    "default.nix.orig",
    ".hidden",
    "sub/default.nix",
    "node_modules/x.nix",
    "data.json",
  ];
  return beside + (one(names, pick) ?? "");
};

/** Files, links and modes. */
export const entryChanges: Readonly<Record<string, Operator>> = {
  "a mode changed": (tree, pick) => {
    const path = one([...tree.keys()], pick);
    return path === undefined
      ? undefined
      : withEntry(tree, path, { text: textAt(tree, path), executable: true });
  },
  "a file made a link to its copy": (tree, pick) => {
    const path = one([...tree.keys()], pick);
    if (path === undefined) return undefined;
    const copy = `${path}.copy`;
    const name = copy.slice(copy.lastIndexOf("/") + 1);
    return withEntry(withEntry(tree, copy, { text: textAt(tree, path) }), path, { link: name });
  },
  "a link added": (tree, pick) => {
    const path = newPath(tree, pick);
    return tree.has(path) ? undefined : withEntry(tree, path, { link: "/etc/passwd" });
  },
  "a file added, unlisted": (tree, pick) => {
    const path = newPath(tree, pick);
    return tree.has(path) ? undefined : withEntry(tree, path, { text: "{ }\n" });
  },
  "a file added, listed": (tree, pick) => {
    const path = newPath(tree, pick);
    return tree.has(path) ? undefined : regenerated(withEntry(tree, path, { text: "{ }\n" }));
  },
  "a file copied, listed": (tree, pick) => {
    const [path, from] = [newPath(tree, pick), one(sources(tree), pick) ?? ""];
    return tree.has(path) ? undefined : regenerated(withEntry(tree, path, { text: textAt(tree, from) }));
  },
  "a file gone, still listed": (tree, pick) => without(tree, one(sources(tree), pick) ?? ""),
  "a file gone": (tree, pick) => regenerated(without(tree, one(sources(tree), pick) ?? "")),
  "two files exchanged": (tree, pick) => {
    const [left, right] = [one(sources(tree), pick) ?? "", one(sources(tree), pick) ?? ""];
    if (textAt(tree, left) === textAt(tree, right)) return undefined;
    const [one_, other] = [{ text: textAt(tree, left) }, { text: textAt(tree, right) }];
    return regenerated(withEntry(withEntry(tree, left, other), right, one_));
  },
};
