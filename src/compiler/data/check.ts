import { emptyValue } from "../ir/empty.js";
import type {
  AttrsType,
  Json,
  ListType,
  Option,
  OptionSet,
  OptionType,
  OrderedType,
  SubmoduleType,
} from "../ir/types.js";
import { suggestion } from "../nearest.js";
import { expected } from "./expected.js";
import { wholeMatch } from "./pattern.js";
import { HostFileError, type Position, type Problem } from "./problem.js";
import { accepts, found, hint } from "./scalar.js";
import { type Entry, joinPath, type MapTree, plain, type Tree, treeOf } from "./tree.js";

/**
 * Checks data against an option set and fills in the defaults, as evaluation would. Defaults that only Nix can compute
 * stay out.
 * @throws {HostFileError} with every problem found
 */
export function checkOptions(tree: MapTree, set: OptionSet, file: string): Readonly<Record<string, Json>> {
  const checker = new Checker(set.definitions);
  const checked = checker.submodule(tree, { kind: "submodule", options: set.options }, "");
  if (checker.problems.length > 0) throw new HostFileError(file, checker.problems);
  return checked;
}

type Definitions = OptionSet["definitions"];
type JsonRecord = Readonly<Record<string, Json>>;

class Checker {
  readonly problems: Problem[] = [];
  readonly #definitions: Definitions;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** The value with its defaults; what is wrong with it is noted, and the value then means nothing. */
  value(tree: Tree, type: OptionType, path: string): Json {
    switch (type.kind) {
      case "nullOr":
        return tree.kind === "scalar" && tree.value === null ? null : this.value(tree, type.of, path);
      case "ref":
        return this.value(tree, this.#definition(type.name), path);
      case "union":
        return this.#union(tree, type.of, path);
      case "listOf":
        return tree.kind === "list"
          ? this.#list(tree.items, type, path, tree)
          : this.#mismatch(tree, type, path);
      case "attrsOf":
        return tree.kind === "map" ? this.#attrs(tree.entries, type, path) : this.#mismatch(tree, type, path);
      case "ordered":
        return tree.kind === "list"
          ? this.#ordered(tree.items, type, path, tree.position)
          : this.#mismatch(tree, type, path);
      case "submodule":
        return tree.kind === "map" ? this.submodule(tree, type, path) : this.#mismatch(tree, type, path);
      case "json":
      case "raw":
        return plain(tree);
      default:
        return tree.kind === "scalar" && accepts(type, tree.value)
          ? tree.value
          : this.#mismatch(tree, type, path);
    }
  }

  submodule(tree: MapTree, { options, freeform }: SubmoduleType, path: string): JsonRecord {
    const names = options.map(({ name }) => name);
    const extra = tree.entries.filter(({ name }) => !names.includes(name));
    const undeclared = extra.map(({ name, position, value }) => {
      const at = joinPath(path, name);
      if (freeform !== undefined) return [name, this.value(value, freeform, at)] as const;
      this.#note(position, at, `there is no such option${suggestion(name, names)}`);
      return [name, null] as const;
    });
    const declared = options.flatMap((option) => {
      const value = this.#option(option, tree, joinPath(path, option.name));
      return value === undefined ? [] : [[option.name, value] as const];
    });
    return Object.fromEntries([...declared, ...undeclared]);
  }

  #option(option: Option, parent: MapTree, path: string): Json | undefined {
    const entry = parent.entries.find(({ name }) => name === option.name);
    if (entry !== undefined) return this.value(entry.value, option.type, path);
    if (option.declaration?.kind === "package" || option.default?.kind === "nix") return undefined;
    const implied = option.default?.value ?? emptyValue(option.type);
    if (implied !== undefined) return this.value(treeOf(implied, parent.position), option.type, path);
    this.#note(
      parent.position,
      path,
      `this must be set; expected ${expected(option.type, this.#definitions)}`,
    );
    return null;
  }

  #attrs(entries: readonly Entry[], { of, namePattern }: AttrsType, path: string): JsonRecord {
    const pattern = namePattern === undefined ? undefined : wholeMatch(namePattern);
    return Object.fromEntries(
      entries.map(({ name, position, value }) => {
        const at = joinPath(path, name);
        if (pattern?.test(name) === false)
          this.#note(position, at, `expected a name that matches ${namePattern}`);
        return [name, this.value(value, of, at)];
      }),
    );
  }

  #list(items: readonly Tree[], type: ListType, path: string, tree: Tree): Json {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = type;
    if (items.length < minItems || items.length > maxItems) this.#mismatch(tree, type, path);
    const values = items.map((item, index) => this.value(item, type.of, joinPath(path, index)));
    if (type.unique === true && new Set(values.map((value) => JSON.stringify(value))).size < values.length) {
      this.#note(tree.position, path, "an item stands in the list twice");
    }
    return values;
  }

  /** The set in the order of the list; its type says what each name takes. */
  #ordered(items: readonly Tree[], type: OrderedType, path: string, position: Position): Json {
    const entries = items.flatMap((item, index): readonly Entry[] => {
      if (item.kind === "map" && item.entries.length === 1) return item.entries;
      this.#mismatch(item, { kind: "submodule", options: [] }, joinPath(path, index));
      return [];
    });
    const twice = entries.find(({ name }, index) => entries.findIndex((one) => one.name === name) < index);
    if (twice !== undefined)
      this.#note(twice.position, joinPath(path, twice.name), "the name stands in the list twice");
    const checked = this.value({ kind: "map", position, entries }, type.of, path);
    if (typeof checked !== "object" || checked === null || Array.isArray(checked)) return checked;
    const names = entries.map(({ name }) => name);
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = (checked as JsonRecord)[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  /** Where no member accepts a value but one takes its shape, that member says what is wrong inside. */
  #union(tree: Tree, members: readonly OptionType[], path: string): Json {
    const attempts = members.map((member) => {
      const checker = new Checker(this.#definitions);
      return { value: checker.value(tree, member, path), problems: checker.problems };
    });
    const accepted = attempts.find(({ problems }) => problems.length === 0);
    if (accepted !== undefined) return accepted.value;
    const [closest, ...others] = attempts.filter(({ problems }) =>
      problems.every((problem) => problem.path !== path),
    );
    if (closest === undefined || others.length > 0)
      return this.#mismatch(tree, { kind: "union", of: members }, path);
    this.problems.push(...closest.problems);
    return null;
  }

  #definition(name: string): OptionType {
    const definition = this.#definitions[name];
    if (definition === undefined)
      throw new Error(`the schema refers to a type "${name}" that it does not define`);
    return definition;
  }

  #mismatch(tree: Tree, type: OptionType, path: string): null {
    const wanted = expected(type, this.#definitions);
    this.#note(tree.position, path, `expected ${wanted}, found ${found(tree)}${hint(tree, type)}`);
    return null;
  }

  #note(position: Position, path: string, message: string): void {
    this.problems.push({ position, path, message });
  }
}
