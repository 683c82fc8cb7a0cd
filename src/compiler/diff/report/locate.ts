import { basename } from "node:path";
import { printPath } from "../../nix/print.js";
import type { Finding } from "../engine/engine.js";
import type { Side } from "../engine/side.js";
import { snapshotPath } from "../engine/snapshot.js";

/** Where in the tree a reviewer finds what changed. */
export interface Location {
  /** Relative to where the tree's path begins: the repository, or the directory that was named. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * The place of a finding in the new tree: the file itself, the option's declaration (or the nearest that is left of
 * it), the property in the policy, else where the tree's snapshot names it. Nothing where the side is no tree.
 */
export function locate({ subject, patch }: Finding, head: Side): Location | undefined {
  const { files, directory } = head;
  if (files === undefined || directory === undefined) return undefined;
  const at = (file: string, line: number): Location => ({ file: directory + file, line });
  if (files.has(subject)) return at(subject, changedLine(patch ?? ""));
  const names = (head.options.get(subject)?.loc ?? subject.split(".")).filter(
    (part) => !/^(\*|<.*>)$/.test(part),
  );
  const places = [...files].flatMap(([path, text]): readonly Met[] =>
    path.endsWith(".nix") ? [{ path, ...follow(text.split("\n"), names, basename(path, ".nix")) }] : [],
  );
  const best = places.reduce((found, one) => (one.depth > found.depth ? one : found), nowhere);
  return at(best.path, best.line);
}

/** The first line of the new file that a difference is about, not those that only lead up to it. */
function changedLine(patch: string): number {
  const lines = patch.split("\n");
  const hunk = lines.findIndex((line) => line.startsWith("@@ "));
  const first = lines.findIndex((line, at) => at > hunk && /^[-+]/.test(line));
  const start = Number(/\+(\d+)/.exec(lines[hunk] ?? "")?.[1] ?? 1);
  return Math.max(hunk === -1 || first === -1 ? start : start + first - hunk - 1, 1);
}

interface Met {
  readonly path: string;
  readonly line: number;
  /** How many components of the path were met on the way. */
  readonly depth: number;
}

const nowhere: Met = { path: snapshotPath, line: 1, depth: 0 };

/**
 * Follows a path down a file: from the line that opens `options.a.b = {`, in a file that is the type of one component
 * from its beginning, to the lines that bind the further components.
 */
function follow(lines: readonly string[], names: readonly string[], file: string): Omit<Met, "path"> {
  const opening = lines.findIndex((line) => opened(line, names) > 0);
  let depth = opening === -1 ? names.indexOf(file) + 1 : opened(lines[opening] ?? "", names);
  let line = opening;
  for (const name of names.slice(depth)) {
    const next = lines.findIndex((text, index) => index > line && binds(text, name));
    if (next === -1) break;
    line = next;
    depth += 1;
  }
  return { line: Math.max(line, 0) + 1, depth };
}

/** How many components of a path a line such as `options.services.app = {` opens. */
function opened(line: string, names: readonly string[]): number {
  const path = /^\s*options\.(.+) = /.exec(line)?.[1];
  if (path === undefined) return 0;
  return names.findIndex((_, index) => printPath(names.slice(0, index + 1)) === path) + 1;
}

const binds = (line: string, name: string): boolean => line.trimStart().startsWith(`${printPath([name])} = `);
