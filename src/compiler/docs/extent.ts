import type { Module, Option, OptionType, RefType } from "../ir/types.js";

/** What documentation says of an option beside its description and its type: its path, and words around it. */
const AROUND = 200;

/**
 * How much text the documentation of types is, in characters, about: every definition is told at each place that refers to
 * it. It is counted without being written, for definitions that have each other twice and again are soon more than any
 * memory holds.
 */
export class Extent {
  readonly #words = new Map<string, number>();
  readonly #inside = new Map<string, number>();

  /**
   * @param definitions without recursion
   * @param unions whether the options inside unions are told as well
   */
  constructor(
    readonly definitions: Module["definitions"],
    readonly unions: boolean,
  ) {}

  /** Of options, and of all that are inside them. */
  of(options: readonly Option[]): number {
    return sum(
      options.map(
        ({ description, type }) => AROUND + description.length + this.words(type) + this.inside(type),
      ),
    );
  }

  /** Of the words for a type. */
  words(type: OptionType): number {
    switch (type.kind) {
      case "enum":
        return sum(type.values.map((value) => String(value).length + 4));
      case "str":
        return 10 + (type.pattern?.length ?? 0);
      case "nullOr":
      case "listOf":
      case "attrsOf":
      case "ordered":
        return 10 + this.words(type.of);
      case "union":
        return sum(type.of.map((member) => 4 + this.words(member)));
      case "submodule":
        return 10 + (type.freeform === undefined ? 0 : this.words(type.freeform));
      case "ref":
        return this.#behind(type, this.#words, type.name.length, (target) => this.words(target));
      default:
        return 10;
    }
  }

  /** Of the options inside a type. */
  inside(type: OptionType): number {
    switch (type.kind) {
      case "nullOr":
      case "listOf":
      case "attrsOf":
      case "ordered":
        return this.inside(type.of);
      case "union":
        return this.unions ? sum(type.of.map((member) => this.inside(member))) : 0;
      case "submodule":
        return this.of(type.options) + (type.freeform === undefined ? 0 : this.inside(type.freeform));
      case "ref":
        return this.#behind(type, this.#inside, 0, (target) => this.inside(target));
      default:
        return 0;
    }
  }

  #behind(
    { name, named }: RefType,
    known: Map<string, number>,
    otherwise: number,
    count: (target: OptionType) => number,
  ): number {
    const target = named === true ? undefined : this.definitions[name];
    if (target === undefined) return otherwise;
    const counted = known.get(name) ?? count(target);
    known.set(name, counted);
    return counted;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
