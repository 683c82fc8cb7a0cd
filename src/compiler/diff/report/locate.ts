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
  const places = [...outlinesOf(files)].map(
    ([path, outline]): Met => ({ path, ...follow(outline, names, basename(path, ".nix")) }),
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

/** What a file of Nix opens and binds, and in which lines, counted from 0. */
interface Outline {
  /** Lines such as `options.services.app = {`, by the path in them. */
  readonly opened: readonly (readonly [path: string, line: number])[];
  readonly bound: ReadonlyMap<string, readonly number[]>;
}

const outlines = new WeakMap<object, ReadonlyMap<string, Outline>>();

/** Of each file of Nix; a report asks for every one of its findings. */
function outlinesOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, Outline> {
  const nix = [...files].filter(([path]) => path.endsWith(".nix"));
  const known = outlines.get(files) ?? new Map(nix.map(([path, text]) => [path, outlineOf(text)]));
  outlines.set(files, known);
  return known;
}

function outlineOf(text: string): Outline {
  const opened: [string, number][] = [];
  const bound = new Map<string, number[]>();
  for (const [line, content] of text.split("\n").entries()) {
    const path = /^\s*options\.(.+) = /.exec(content)?.[1];
    if (path !== undefined) opened.push([path, line]);
    const name = /^\s*("(?:[^"\\]|\\.)*"|[^\s"]+) = /.exec(content)?.[1];
    if (name === undefined) continue;
    const lines = bound.get(name);
    if (lines === undefined) bound.set(name, [line]);
    else lines.push(line);
  }
  return { opened, bound };
}

/**
 * Follows a path down a file: from the line that opens `options.a.b = {`, in a file that is the type of one component
 * from its beginning, to the lines that bind the further components.
 */
function follow({ opened, bound }: Outline, names: readonly string[], file: string): Omit<Met, "path"> {
  const depthOf = (path: string): number =>
    names.findIndex((_, index) => printPath(names.slice(0, index + 1)) === path) + 1;
  const [opening, start = -1] = opened.find(([path]) => depthOf(path) > 0) ?? [];
  let depth = opening === undefined ? names.indexOf(file) + 1 : depthOf(opening);
  let line = start;
  for (const name of names.slice(depth)) {
    const next = bound.get(printPath([name]))?.find((index) => index > line);
    if (next === undefined) break;
    line = next;
    depth += 1;
  }
  return { line: Math.max(line, 0) + 1, depth };
}
