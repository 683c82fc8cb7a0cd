import { snapshotPath } from "../../../src/compiler/diff/engine/snapshot.js";
import { layOutJson } from "../../../src/compiler/output/json.js";
import { type Operator, one, type Pick } from "./pick.js";
import { anotherLiteral } from "./text-changes.js";
import { type Tree, textAt, withEntry } from "./tree.js";

type Data = null | boolean | number | string | Data[] | { [name: string]: Data };

/** An array or object somewhere in the snapshot that holds something, and one of its keys. */
interface Spot {
  readonly parent: Data[] | { [name: string]: Data };
  readonly key: string;
}

function spots(value: Data): readonly Spot[] {
  if (typeof value !== "object" || value === null) return [];
  const names = Object.keys(value).map((key): Spot => ({ parent: value, key }));
  return names.flatMap((spot) => [spot, ...spots(valueAt(spot))]);
}

const snapshotOf = (tree: Tree): { [name: string]: Data } => JSON.parse(textAt(tree, snapshotPath));

/** What an option of the snapshot can say, so that it says something else, something more, or something less. */
const facts: Readonly<Record<string, readonly Data[]>> = {
  name: ["enable", "other"],
  type: [
    { kind: "str" },
    { kind: "raw" },
    { kind: "json" },
    { kind: "bool" },
    { kind: "nullOr", of: { kind: "bool" } },
  ],
  default: [
    { kind: "data", value: true },
    { kind: "data", value: null },
    { kind: "nix", text: "pkgs.hello" },
  ],
  declaration: [
    { kind: "option" },
    { kind: "group" },
    { kind: "enable", what: "it" },
    { kind: "package", attribute: "hello", nullable: true },
  ],
  readOnly: [true, false],
  protects: ["nothing", "same", "true", "false", "smaller", "subset", "superset", "mask", ["a"]],
};

/** One fact of one option, on whatever module or type it is. */
const inOption: Operator = (tree, pick) => {
  const snapshot = snapshotOf(tree);
  const option = one(
    spots(snapshot)
      .map(valueAt)
      .filter((value) => isObject(value) && "type" in value && "name" in value),
    pick,
  );
  const [fact, values] = one(Object.entries(facts), pick) ?? [];
  if (!isObject(option) || fact === undefined) return undefined;
  if (pick(3) === 0) delete option[fact];
  else option[fact] = one(values ?? [], pick) ?? null;
  return withEntry(tree, snapshotPath, { text: layOutJson(snapshot) });
};

const isObject = (value: Data | undefined): value is { [name: string]: Data } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function inSnapshot(change: (spot: Spot, pick: Pick, all: readonly Spot[]) => boolean): Operator {
  return (tree, pick) => {
    const snapshot = snapshotOf(tree);
    // Every part of the snapshot as often as the others, though the options fill most of it.
    const part = one(
      spots(snapshot).filter(({ parent }) => parent === snapshot),
      pick,
    );
    if (part === undefined) return undefined;
    const all = [part, ...spots(valueAt(part))];
    const spot = one(all, pick);
    if (spot === undefined || !change(spot, pick, all)) return undefined;
    return withEntry(tree, snapshotPath, { text: layOutJson(snapshot) });
  };
}

const valueAt = ({ parent, key }: Spot): Data =>
  (Array.isArray(parent) ? parent[Number(key)] : parent[key]) ?? null;

function setAt({ parent, key }: Spot, value: Data): true {
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else parent[key] = value;
  return true;
}

/** What the snapshot says, where no file says so. */
export const snapshotChanges: Readonly<Record<string, Operator>> = {
  "what the snapshot says of an option": inOption,
  "an entry of the snapshot dropped": inSnapshot(({ parent, key }) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    return true;
  }),
  "an entry of the snapshot doubled": inSnapshot(({ parent, key }) => {
    if (!Array.isArray(parent)) return false;
    parent.splice(Number(key), 0, structuredClone(parent[Number(key)] ?? null));
    return true;
  }),
  "an entry of the snapshot swapped with its neighbour": inSnapshot(({ parent, key }) => {
    if (!Array.isArray(parent) || Number(key) + 1 >= parent.length) return false;
    const [left = null, right = null] = parent.slice(Number(key), Number(key) + 2);
    parent.splice(Number(key), 2, right, left);
    return true;
  }),
  "an entry of the snapshot under another name": inSnapshot(({ parent, key }, pick) => {
    if (Array.isArray(parent)) return false;
    const names = Object.entries(parent).map(([name, value]) => [
      name === key ? `${key}${pick(10)}` : name,
      value,
    ]);
    for (const name of Object.keys(parent)) delete parent[name];
    Object.assign(parent, Object.fromEntries(names));
    return true;
  }),
  "a literal of the snapshot changed": inSnapshot((_, pick, all) => {
    const spot = one(
      all.filter((found) => typeof valueAt(found) !== "object"),
      pick,
    );
    if (spot === undefined) return false;
    const value = valueAt(spot);
    if (typeof value === "boolean") return setAt(spot, !value);
    if (typeof value === "number") return setAt(spot, value + 1);
    if (typeof value !== "string") return false;
    return setAt(spot, value.length < 2 ? `${value}x` : anotherLiteral(value, pick));
  }),
  "an entry of the snapshot replaced by another": inSnapshot((spot, pick, all) => {
    const other = one(all, pick);
    return other !== undefined && setAt(spot, structuredClone(valueAt(other)));
  }),
};
