import { type ErrorHelp, NixsmithError } from "../../errors.js";
import { joinKey } from "../ir/paths.js";

/** Modules write no key that is null, since that is how they tell keys that nobody set. */
export const NULL_IS_ABSENT = "null stands for an absent key here, so an explicit null cannot be written";

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
  /** By path and reason: a schema that is read in several places has its losses once. */
  readonly #losses: Map<string, Loss>;

  constructor(
    readonly path = "",
    losses: Map<string, Loss> = new Map(),
  ) {
    this.#losses = losses;
  }

  get losses(): readonly Loss[] {
    return [...this.#losses.values()];
  }

  /** The same report at another path. */
  at(path: string): Place {
    return new Place(path, this.#losses);
  }

  /** The same place, in a report that goes on from this one by itself. */
  apart(): Place {
    return new Place(this.path, new Map(this.#losses));
  }

  option(name: string): Place {
    return this.at(joinKey(this.path, name));
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
    this.#losses.set(`${this.path}\n${reason}`, { path: this.path, status, reason });
  }
}

/** A source that cannot be imported: where it is, or the place in it, such as the JSON pointer `#/properties/a`. */
export class ImportError extends NixsmithError {
  override readonly name: string = "ImportError";

  constructor(
    override readonly where: string,
    problem: string,
    help: Omit<ErrorHelp, "where"> = {},
  ) {
    super(problem, { ...help, where });
  }
}

/** Something that is not there, where going on without it can make sense. */
export class MissingError extends ImportError {
  override readonly name = "MissingError";
}

/** More types than this come from references that multiply, not from anyone's settings. */
export const MAX_TYPES = 100_000;

/** What has more types than anything that is read. */
export class TooManyTypesError extends ImportError {
  override readonly name = "TooManyTypesError";
}

export const tooManyTypes = (place: Place): TooManyTypesError =>
  new TooManyTypesError(place.path, `it unfolds to more than ${MAX_TYPES} types`, {
    mend: "take a part of it: FILE#/definitions/NAME of a schema, or another type as FILE#Type",
  });
