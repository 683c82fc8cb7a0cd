/** What an import could not carry over, and where. */

export interface Loss {
  /** Where in the option tree: `packages[].source`, `models.*.id`, `#Definition.key`; empty for the root. */
  readonly path: string;
  /** `widened`: the emitted type takes values that the source refuses. `dropped`: a key or annotation is gone. */
  readonly status: "widened" | "dropped";
  readonly reason: string;
}

/** A position in the option tree under which losses are noted. */
export class Place {
  readonly #losses: Loss[];

  constructor(
    readonly path = "",
    losses: Loss[] = [],
  ) {
    this.#losses = losses;
  }

  get losses(): readonly Loss[] {
    return this.#losses;
  }

  /** The same report at another path. */
  at(path: string): Place {
    return new Place(path, this.#losses);
  }

  option(name: string): Place {
    return this.at(this.path === "" ? name : `${this.path}.${name}`);
  }

  item(): Place {
    return this.at(`${this.path}[]`);
  }

  widened(reason: string): void {
    this.#note("widened", reason);
  }

  dropped(reason: string): void {
    this.#note("dropped", reason);
  }

  #note(status: Loss["status"], reason: string): void {
    const known = this.#losses.some((loss) => loss.path === this.path && loss.reason === reason);
    if (!known) this.#losses.push({ path: this.path, status, reason });
  }
}

/** A source that cannot be imported: what, where in it, what was expected. */
export class ImportError extends Error {
  override readonly name = "ImportError";

  /**
   * @param path where: a file, or a place in it, such as the JSON pointer `#/properties/a`
   * @param kind `missing`: a registry answered that it has no such thing
   */
  constructor(
    readonly path: string,
    readonly problem: string,
    readonly kind: "invalid" | "missing" | "offline" = "invalid",
  ) {
    super(`${path}: ${problem}`);
  }
}
