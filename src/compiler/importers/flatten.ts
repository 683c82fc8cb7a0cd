import { joinKey } from "../ir/paths.js";
import { endRecursion } from "../ir/recursion.js";
import { behind } from "../ir/submodules.js";
import type { NumericType, Option, OptionType, StringType } from "../ir/types.js";

/** One key of an option tree, with its references followed. */
export interface Key {
  /** `packages[].source`, `models.*.id` */
  readonly path: string;
  /** What it takes, in words that are equal for equal types; the keys of a set are not part of it. */
  readonly type: string;
  readonly required: boolean;
  readonly option: Option;
}

/** More keys and references than this come from definitions that have each other twice and again, not from anyone's settings. */
const MAX_VISITS = 100_000;
/** Words for a definition, above which it is called by its name. */
const MAX_WORDS = 4_000;

/**
 * Every key of a tree, in its order; a type that contains itself is followed once. Past {@link MAX_VISITS}, references are not
 * followed any more.
 */
export function flatten(type: OptionType, definitions: Readonly<Record<string, OptionType>>): readonly Key[] {
  return new Flattening(endRecursion([type], definitions)).keys(type, "");
}

class Flattening {
  #visits = 0;
  /** What is said of each definition. */
  readonly #known = new Map<string, string>();

  /** @param definitions without cycles */
  constructor(readonly definitions: Readonly<Record<string, OptionType>>) {}

  keys(type: OptionType, path: string): readonly Key[] {
    switch (type.kind) {
      case "nullOr":
      case "ordered":
        return this.keys(type.of, path);
      case "listOf":
        return this.keys(type.of, `${path}[]`);
      case "attrsOf":
        return this.keys(type.of, joinKey(path, "*"));
      case "union":
        return type.of.flatMap((member) => this.keys(member, path));
      case "ref":
        this.#visits += 1;
        if (this.#visits > MAX_VISITS) return [];
        return behind(type, this.definitions, [], (target) => this.keys(target, path));
      case "submodule":
        return [
          ...type.options.flatMap((option) => this.#option(option, joinKey(path, option.name))),
          ...(type.freeform === undefined ? [] : this.keys(type.freeform, joinKey(path, "*"))),
        ];
      default:
        return [];
    }
  }

  #option(option: Option, path: string): readonly Key[] {
    this.#visits += 1;
    const required = option.default === undefined;
    const type = option.type.kind === "nullOr" && !required ? option.type.of : option.type;
    return [{ path, type: this.#words(type), required, option }, ...this.keys(option.type, path)];
  }

  #words(type: OptionType): string {
    switch (type.kind) {
      case "enum":
        if (type.values.length === 0) return "nothing";
        return type.values
          .map((value) => JSON.stringify(value))
          .sort()
          .join(" | ");
      case "nullOr":
        return `null or ${this.#words(type.of)}`;
      case "union":
        return type.of
          .map((member) => this.#words(member))
          .sort()
          .join(" | ");
      case "listOf": {
        const { minItems, maxItems, unique } = type;
        return `list${rangeWords(minItems, maxItems)} of ${unique ? "different " : ""}${this.#words(type.of)}`;
      }
      case "attrsOf":
        return `set of ${this.#words(type.of)}${type.namePattern === undefined ? "" : ` named ${type.namePattern}`}`;
      case "ordered":
        return `ordered ${this.#words(type.of)}`;
      case "submodule":
        return type.freeform === undefined ? "closed set" : "set";
      case "str":
        return stringWords(type);
      case "int":
      case "number":
        return numericWords(type);
      case "ref":
        return behind(type, this.definitions, type.name, (target) => this.#named(type.name, target));
      default:
        return type.kind;
    }
  }

  #named(name: string, target: OptionType): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const words = this.#words(target);
    const said = words.length > MAX_WORDS ? name : words;
    this.#known.set(name, said);
    return said;
  }
}

function stringWords({ minLength, maxLength, pattern }: StringType): string {
  return `string${rangeWords(minLength, maxLength)}${pattern === undefined ? "" : ` like ${pattern}`}`;
}

function numericWords({ kind, min, max, exclusiveMin, exclusiveMax }: NumericType): string {
  const low = exclusiveMin === undefined ? min : `>${exclusiveMin}`;
  const high = exclusiveMax === undefined ? max : `<${exclusiveMax}`;
  return `${kind}${rangeWords(low, high)}`;
}

const rangeWords = (low: number | string | undefined, high: number | string | undefined): string =>
  low === undefined && high === undefined ? "" : ` (${low ?? ""}..${high ?? ""})`;
