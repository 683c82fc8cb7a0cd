import { compare, prerelease } from "semver";
import { type Change, diffTrees, type Tree } from "./diff.js";
import { flatten } from "./flatten.js";
import { carriedOn } from "./history.js";
import { ImportError } from "./loss.js";
import { versionsOf } from "./npm/client.js";
import { importSource } from "./source/import.js";
import type { NpmSpec } from "./source/spec.js";

/** A release of a package, and what its file says otherwise than that of the release before. */
export interface Release {
  readonly version: string;
  /** Why the file of this release was not read: it has none, or none that can be imported. */
  readonly skipped?: string;
  readonly changes: readonly Change[];
  /** Undefined where it was not read. */
  readonly tree?: Tree;
}

/** Versions by their precedence (Semantic Versioning 2.0.0, §11), oldest first. */
export const inOrder = (versions: readonly string[]): readonly string[] =>
  versions.toSorted((a, b) => compare(a, b));

/** The releases of a package up to a version, oldest first; pre-releases only where that version is one. @throws ImportError */
export async function releasesUpTo(name: string, version: string): Promise<readonly string[]> {
  const all = await versionsOf(name);
  const stable = prerelease(version) === null;
  return inOrder(all.filter((one) => compare(one, version) <= 0 && (!stable || prerelease(one) === null)));
}

/**
 * Imports the file of every release, one after the other, and compares it with the one before that could be read.
 *
 * @throws ImportError for what is not the release's own fault, such as no network
 */
export async function* historyOf(
  spec: NpmSpec,
  versions: readonly string[],
  cwd: string,
): AsyncGenerator<Release> {
  let before: Tree | undefined;
  for (const version of versions) {
    const tree = await treeOf({ ...spec, version }, cwd);
    if ("skipped" in tree) {
      yield { version, skipped: tree.skipped, changes: [] };
      continue;
    }
    yield { version, changes: before === undefined ? [] : diffTrees(before, tree), tree };
    before = tree;
  }
}

async function treeOf(spec: NpmSpec, cwd: string): Promise<Tree | { readonly skipped: string }> {
  try {
    return await importSource(spec, { cwd });
  } catch (error) {
    if (error instanceof ImportError && !error.message.includes("cannot be reached"))
      return { skipped: error.message };
    throw error;
  }
}

/** Since when each key of the last release is there without a break, by path. */
export function sinceOf(releases: readonly Release[]): ReadonlyMap<string, string> {
  let since: ReadonlyMap<string, string> = new Map();
  for (const { version, tree } of releases) {
    if (tree === undefined) continue;
    const keys = flatten(tree.type, tree.definitions).map(({ path }) => path);
    since = carriedOn(since, keys, version);
  }
  return since;
}
