import type { Json, Scalar } from "../ir/types.js";
import type { Position } from "./problem.js";

/** Data together with the places in the file where it stands. */
export type Tree = ScalarTree | ListTree | MapTree;
interface ScalarTree {
  readonly kind: "scalar";
  readonly position: Position;
  readonly value: Scalar;
}
interface ListTree {
  readonly kind: "list";
  readonly position: Position;
  readonly items: readonly Tree[];
}
export interface MapTree {
  readonly kind: "map";
  readonly position: Position;
  readonly entries: readonly Entry[];
}
export interface Entry {
  readonly name: string;
  /** Where the name stands. */
  readonly position: Position;
  readonly value: Tree;
}

/** A place in data: the names and list indices that lead to it. */
export type Path = readonly (string | number)[];

/** `a.b[0]`, as it is shown to people. */
export function joinPath(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  return path === "" ? step : `${path}.${step}`;
}

/** Where a path stands in the file, or else the nearest of its ancestors that does: a name, or an item of a list. */
export function locate(tree: Tree, [step, ...rest]: Path, nearest: Position = tree.position): Position {
  if (tree.kind === "map") {
    const entry = tree.entries.find(({ name }) => name === step);
    if (entry !== undefined) return locate(entry.value, rest, entry.position);
  }
  const item = tree.kind === "list" && typeof step === "number" ? tree.items[step] : undefined;
  return item === undefined ? nearest : locate(item, rest);
}

/** The data alone. */
export function plain(tree: Tree): Json {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(plain);
    case "map":
      return Object.fromEntries(tree.entries.map(({ name, value }) => [name, plain(value)]));
  }
}

/** Data that stands in no file, as if all of it stood at one place. */
export function treeOf(value: Json, position: Position): Tree {
  if (value === null || typeof value !== "object") return { kind: "scalar", position, value };
  if (isList(value)) return { kind: "list", position, items: value.map((item) => treeOf(item, position)) };
  const entries = Object.entries(value).map(([name, member]) => ({
    name,
    position,
    value: treeOf(member, position),
  }));
  return { kind: "map", position, entries };
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
