import { childrenOf, mapChildren } from "./children.js";
import type { OptionType } from "./types.js";

/** A type and the types that it refers to by name. */
export interface Named {
  readonly type: OptionType;
  readonly definitions: Readonly<Record<string, OptionType>>;
}

/**
 * The same type as one would write it, with definitions for what stands in it more than once (submodules, and
 * enumerations that take a line of their own) and for submodules inside of several others. A definition that is equal
 * lends its name, otherwise the first key that holds the type.
 */
export function shareEqual({ type, definitions }: Named): Named {
  const identity = identities();
  const names = new Map(Object.entries(definitions).map(([name, of]) => [identity(of), name]));
  const repeated = repeatedIn([type, ...Object.values(definitions)], identity, names);
  const taken = new Set(Object.keys(definitions));
  for (const [id, { key }] of repeated) names.set(id, freeName(key, taken));

  const replace = (of: OptionType): OptionType => {
    const name = isWorthAName(of) ? names.get(identity(of)) : undefined;
    return name === undefined ? mapChildren(of, replace) : { kind: "ref", name };
  };
  const shared = [...repeated].map(([id, { of }]) => [names.get(id) ?? "", mapChildren(of, replace)]);
  const given = Object.entries(definitions).map(([name, of]) => [name, mapChildren(of, replace)]);
  return { type: mapChildren(type, replace), definitions: Object.fromEntries([...given, ...shared]) };
}

/** Submodules inside of each other, up to which they stay where they are. */
const deepest = 3;

/** Characters of an enumeration's values that fill a line of an option. */
const lineOfValues = 60;

function isWorthAName(type: OptionType): boolean {
  return type.kind === "enum"
    ? JSON.stringify(type.values).length > lineOfValues
    : type.kind === "submodule" && type.options.length > 0;
}

interface Repeated {
  readonly key: string;
  readonly of: OptionType;
}

/** What stands in the types twice, or too deep, with the first key that holds it; what is inside of it counts once. */
function repeatedIn(
  roots: readonly OptionType[],
  identity: (type: OptionType) => number,
  known: ReadonlyMap<number, string>,
): ReadonlyMap<number, Repeated> {
  const first = new Map<number, Repeated>();
  const repeated = new Map<number, Repeated>();
  const visit = (of: OptionType, key: string, depth: number): OptionType => {
    const id = isWorthAName(of) ? identity(of) : undefined;
    if (id === undefined) return visitInside(of, key, depth);
    const earlier = first.get(id);
    if (earlier !== undefined) repeated.set(id, earlier);
    else if (!known.has(id)) {
      const here = { key, of };
      first.set(id, here);
      const isDeep = of.kind === "submodule" && depth === deepest;
      if (isDeep) repeated.set(id, here);
      visitInside(of, key, isDeep ? 1 : depth + 1);
    }
    return of;
  };
  const visitInside = (of: OptionType, key: string, depth: number): OptionType =>
    mapChildren(of, (child, below = key) => visit(child, below, depth));
  for (const root of roots) visitInside(root, "value", 1);
  return repeated;
}

/** A number for each type, the same for equal ones. */
function identities(): (type: OptionType) => number {
  const numbers = new Map<string, number>();
  const known = new Map<OptionType, number>();
  const identity = (type: OptionType): number => {
    const earlier = known.get(type);
    if (earlier !== undefined) return earlier;
    const text = JSON.stringify(
      mapChildren(type, (child) => (isLeaf(child) ? child : { kind: "ref", name: `#${identity(child)}` })),
    );
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    known.set(type, number);
    return number;
  };
  return identity;
}

const isLeaf = (type: OptionType): boolean => childrenOf(type).length === 0;

function freeName(key: string, taken: Set<string>): string {
  let name = key;
  for (let suffix = 2; taken.has(name); suffix += 1) name = `${key}${suffix}`;
  taken.add(name);
  return name;
}
