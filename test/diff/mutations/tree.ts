import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Side } from "../../../src/compiler/diff/engine/side.js";
import { hashOf, snapshotPath } from "../../../src/compiler/diff/engine/snapshot.js";
import { directoryPlace } from "../../../src/compiler/diff/inputs/directory.js";
import { readAt } from "../../../src/compiler/diff/inputs/tree.js";
import type { Artefact } from "../../../src/compiler/emit/artefact.js";
import { layOutJson } from "../../../src/compiler/output/json.js";

/** What lies at a path of a tree on disk. */
export type Entry = { readonly text: string; readonly executable?: true } | { readonly link: string };

/** An emitted tree, its snapshot included, by path. */
export type Tree = ReadonlyMap<string, Entry>;

export const treeOf = (artefacts: readonly Artefact[]): Tree =>
  new Map(artefacts.map(({ path, content }) => [path, { text: content }]));

export function textAt(tree: Tree, path: string): string {
  const entry = tree.get(path);
  if (entry === undefined || !("text" in entry)) throw new Error(`${path} is no file of the tree`);
  return entry.text;
}

/** Paths of the files that Nix or a shell reads. */
export const sources = (tree: Tree): readonly string[] =>
  [...tree.keys()].filter((path) => path !== snapshotPath && "text" in (tree.get(path) ?? {}));

export const withEntry = (tree: Tree, path: string, entry: Entry): Tree => new Map([...tree, [path, entry]]);

export const without = (tree: Tree, path: string): Tree =>
  new Map([...tree].filter(([other]) => other !== path));

/** The tree as a generator would have written it that makes these files: its snapshot lists them as they are. */
export function regenerated(tree: Tree): Tree {
  const snapshot = JSON.parse(textAt(tree, snapshotPath));
  const files = [...tree].flatMap(([path, entry]) =>
    path !== snapshotPath && "text" in entry ? [[path, hashOf(path, entry.text)] as const] : [],
  );
  return withEntry(tree, snapshotPath, {
    text: layOutJson({ ...snapshot, files: Object.fromEntries(files) }),
  });
}

/** A directory that holds one tree after another; what two have in common is left in place. */
export class Bench {
  #tree: Tree = new Map();

  constructor(readonly path: string) {}

  /** Reads a tree as `nixsmith diff` does, from the disk. @throws {NixsmithError} where it cannot be compared */
  async read(tree: Tree): Promise<Side> {
    for (const path of new Set([...this.#tree.keys(), ...tree.keys()])) {
      const [old, now] = [this.#tree.get(path), tree.get(path)];
      if (old === now) continue;
      if (old !== undefined) rmSync(join(this.path, path));
      if (now !== undefined) this.#put(path, now);
    }
    this.#tree = tree;
    return readAt(directoryPlace(this.path, "."), "", "mutated");
  }

  #put(path: string, entry: Entry): void {
    const target = join(this.path, path);
    mkdirSync(dirname(target), { recursive: true });
    if ("link" in entry) {
      symlinkSync(entry.link, target);
    } else {
      writeFileSync(target, entry.text);
      if (entry.executable) chmodSync(target, 0o755);
    }
  }
}
