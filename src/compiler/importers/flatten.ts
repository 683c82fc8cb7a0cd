import { joinKey } from "../ir/paths.js";
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

/** Every key of a tree, in its order; a type that contains itself is followed once. */
export function flatten(type: OptionType, definitions: Readonly<Record<string, OptionType>>): readonly Key[] {
  return new Flattening(definitions).keys(type, "");
}

class Flattening {
  readonly #open = new Set<string>();

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
        return this.#following(type.name, [], (target) => this.keys(target, path));
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
        return this.#following(type.name, type.name, (target) => this.#words(target));
      default:
        return type.kind;
    }
  }

  #following<T>(name: string, again: T, visit: (target: OptionType) => T): T {
    const target = this.definitions[name];
    if (target === undefined || this.#open.has(name)) return again;
    this.#open.add(name);
    const result = visit(target);
    this.#open.delete(name);
    return result;
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
