import { childrenOf, mapChildren } from "./children.js";
import type { OptionType } from "./types.js";

type Definitions = Readonly<Record<string, OptionType>>;

/**
 * The definitions with `named` at the references where documentation has to end. Of types that contain each other, each
 * is documented inside the one that first leads to it from the roots, where that is one of them; all others name it.
 * What is left has no cycle.
 */
export function endRecursion(roots: readonly OptionType[], definitions: Definitions): Definitions {
  const edges = new Map(
    Object.entries(definitions).map(([name, type]) => [name, namesIn(type, definitions)]),
  );
  const group = groupsOf(edges);
  const parent = firstReferences(
    roots.flatMap((root) => namesIn(root, definitions)),
    edges,
  );
  const named = (from: string, to: string): boolean =>
    group.get(from) === group.get(to) && parent.get(to) !== from;
  const ended = Object.entries(definitions).map(([name, type]): [string, OptionType] => {
    const cut = new Set(edges.get(name)?.filter((to) => named(name, to)));
    return [name, cut.size === 0 ? type : nameReferences(type, cut)];
  });
  return Object.fromEntries(ended);
}

/** The type with references to these definitions as documentation has them that ends there. */
export function nameReferences(type: OptionType, names: ReadonlySet<string>): OptionType {
  if (type.kind === "ref") return names.has(type.name) ? { ...type, named: true } : type;
  return mapChildren(type, (child) => nameReferences(child, names));
}

/** The definitions that a type refers to, each once, in its order. */
function namesIn(root: OptionType, definitions: Definitions): readonly string[] {
  const names = new Set<string>();
  const visit = (type: OptionType): void => {
    if (type.kind === "ref" && Object.hasOwn(definitions, type.name)) names.add(type.name);
    for (const child of childrenOf(type)) visit(child);
  };
  visit(root);
  return [...names];
}

type Edges = ReadonlyMap<string, readonly string[]>;

/** From which definition each is first reached, breadth first from the roots, then from what they do not reach. */
function firstReferences(roots: readonly string[], edges: Edges): ReadonlyMap<string, string | undefined> {
  const parent = new Map<string, string | undefined>();
  for (const start of [roots, ...[...edges.keys()].map((name) => [name])]) {
    const queue = [...new Set(start)].filter((name) => !parent.has(name));
    for (const name of queue) parent.set(name, undefined);
    for (const from of queue)
      for (const to of edges.get(from) ?? [])
        if (!parent.has(to)) {
          parent.set(to, from);
          queue.push(to);
        }
  }
  return parent;
}

/** The strongly connected components, by a number for each (Kosaraju): types of one number contain each other. */
function groupsOf(edges: Edges): ReadonlyMap<string, number> {
  const reversed = new Map<string, string[]>([...edges.keys()].map((name) => [name, []]));
  for (const [from, targets] of edges) for (const to of targets) reversed.get(to)?.push(from);
  const order = finished([...edges.keys()], edges, new Set()).reverse();
  const group = new Map<string, number>();
  const seen = new Set<string>();
  for (const [index, name] of order.entries())
    for (const member of finished([name], reversed, seen)) group.set(member, index);
  return group;
}

/** The names reached from the first ones, each after what it leads to. Without recursion: chains can be long. */
function finished(from: readonly string[], edges: Edges, seen: Set<string>): string[] {
  const done: string[] = [];
  for (const start of from) {
    const stack = seen.has(start) ? [] : [enter(start, edges, seen)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.left.next();
      if (next.done === true) done.push(stack.pop()?.name ?? top.name);
      else if (!seen.has(next.value)) stack.push(enter(next.value, edges, seen));
    }
  }
  return done;
}

function enter(name: string, edges: Edges, seen: Set<string>) {
  seen.add(name);
  return { name, left: (edges.get(name) ?? [])[Symbol.iterator]() };
}
