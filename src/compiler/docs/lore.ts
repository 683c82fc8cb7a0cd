import { groupBy } from "../../group-by.js";
import type { FileHistory } from "../importers/history.js";
import type { Loss } from "../importers/loss.js";
import { ownerOf } from "../importers/report.js";
import { joinKey } from "../ir/paths.js";
import { endRecursion } from "../ir/recursion.js";
import type { OptionType } from "../ir/types.js";

/** What is known of a key of a program's files beside its type. */
export interface Lore {
  /** Words for the version of the program that brought the key, such as `0.84.3`, or `1.3.0 or older`. */
  readonly since: string | undefined;
  readonly losses: readonly Loss[];
}

interface Typed {
  readonly type: OptionType;
  readonly definitions: Readonly<Record<string, OptionType>>;
}

/** A definition that is described by itself, and the keys inside it: `#Name.key`. */
interface TypeApart {
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * The lore of one file's keys, by their path in the importers' way (`packages[].source`); the file itself is "".
 *
 * @param apart what is described once, in whose place its name stands elsewhere
 */
export function loreOf(
  file: Typed,
  history: FileHistory,
  apart: readonly TypeApart[] = [],
): (path: string) => Lore {
  const keys = new Set([
    ...Object.keys(history.since),
    ...apart.flatMap(({ name, keys }) => [`#${name}`, ...keys]),
  ]);
  // By name and by key, since a schema may have tens of thousands of each.
  const uses = groupBy(placesIn(file, new Set(apart.map(({ name }) => name))), ({ name }) => name);
  const places = history.losses.flatMap((loss) =>
    placesOf(loss.path, uses).map((place) => ({ owner: keyOf(place, keys), loss })),
  );
  const known = groupBy(places, ({ owner }) => owner);
  return (path) => ({
    since: sinceWords(history, path),
    losses: distinct((known.get(path) ?? []).map(({ loss }) => loss)),
  });
}

function sinceWords({ since, describedSince }: FileHistory, path: string): string | undefined {
  const version = since[path];
  return version === describedSince ? `${version} or older` : version;
}

/** Losses inside a definition are noted as `#Name.key`: they hold at every place that refers to it and describes it. */
function placesOf(path: string, uses: ReadonlyMap<string, readonly Reference[]>): readonly string[] {
  const [, definition, rest = ""] = /^#([^.[]+)(.*)$/su.exec(path) ?? [];
  if (definition === undefined) return [path];
  return (uses.get(definition) ?? [])
    .filter(({ isNamed }) => rest === "" || !isNamed)
    .map((use) => use.path + rest);
}

const keyOf = (place: string, keys: ReadonlySet<string>): string => {
  const owner = ownerOf(place, keys);
  return keys.has(owner) ? owner : "";
};

const distinct = (losses: readonly Loss[]): readonly Loss[] => [
  ...new Map(losses.map((loss) => [`${loss.status} ${loss.reason}`, loss])).values(),
];

interface Reference {
  readonly name: string;
  readonly path: string;
  /** Whether no more than its name is said there. */
  readonly isNamed: boolean;
}

/** Every place where a definition is described: at each reference, or at its own name alone. */
function* placesIn(file: Typed, apart: ReadonlySet<string>): Generator<Reference> {
  const definitions = endRecursion([file.type], file.definitions);
  const scope = { definitions, apart };
  yield* referencesIn(file.type, "", scope);
  for (const name of apart) {
    const path = `#${name}`;
    yield { name, path, isNamed: false };
    const type = definitions[name];
    if (type !== undefined) yield* referencesIn(type, path, scope);
  }
}

interface Scope {
  /** Without recursion. */
  readonly definitions: Typed["definitions"];
  readonly apart: ReadonlySet<string>;
}

/** Every place that refers to a definition, where that is not described apart. */
function* referencesIn(type: OptionType, path: string, scope: Scope): Generator<Reference> {
  switch (type.kind) {
    case "nullOr":
    case "ordered":
      yield* referencesIn(type.of, path, scope);
      break;
    case "listOf":
      yield* referencesIn(type.of, `${path}[]`, scope);
      break;
    case "attrsOf":
      yield* referencesIn(type.of, joinKey(path, "*"), scope);
      break;
    case "union":
      for (const member of type.of) yield* referencesIn(member, path, scope);
      break;
    case "submodule":
      for (const { name, type: of } of type.options) yield* referencesIn(of, joinKey(path, name), scope);
      if (type.freeform !== undefined) yield* referencesIn(type.freeform, joinKey(path, "*"), scope);
      break;
    case "ref": {
      if (scope.apart.has(type.name)) break;
      const isNamed = type.named === true;
      yield { name: type.name, path, isNamed };
      const target = scope.definitions[type.name];
      if (target !== undefined && !isNamed) yield* referencesIn(target, path, scope);
      break;
    }
    default:
  }
}
