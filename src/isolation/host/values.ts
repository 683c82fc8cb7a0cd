import { isObject } from "../../compiler/ir/object.js";
import type { Json } from "../../compiler/ir/types.js";

/**
 * Checked data, read by option path. The schema has been enforced before, so that asking for a type that is not there is
 * a defect of ours and throws a plain Error.
 */
export class Values {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  at(...path: readonly string[]): Values {
    return new Values(path.reduce((json: Json, name) => member(json, name), this.#json));
  }

  get json(): Json {
    return this.#json;
  }

  get text(): string {
    if (typeof this.#json === "string") return this.#json;
    throw this.#unlike("text");
  }

  get flag(): boolean {
    if (typeof this.#json === "boolean") return this.#json;
    throw this.#unlike("true or false");
  }

  get items(): readonly Values[] {
    if (Array.isArray(this.#json)) return this.#json.map((item: Json) => new Values(item));
    throw this.#unlike("a list");
  }

  get texts(): readonly string[] {
    return this.items.map((item) => item.text);
  }

  /** Sorted as Nix sorts attributes. */
  get entries(): readonly (readonly [string, Values])[] {
    if (!isObject(this.#json)) throw this.#unlike("a set");
    return Object.entries(this.#json)
      .sort(([a], [b]) => byBytes(a, b))
      .map(([name, json]) => [name, new Values(json)]);
  }

  #unlike(wanted: string): Error {
    return new Error(`the schema has let through ${JSON.stringify(this.#json)} where ${wanted} is needed`);
  }
}

/** A member that is not there is null. */
function member(json: Json, name: string): Json {
  if (!isObject(json)) throw new Error(`the schema has no "${name}" in ${JSON.stringify(json)}`);
  return json[name] ?? null;
}

/** The order of Nix' attribute names, and of what is printed from them. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
