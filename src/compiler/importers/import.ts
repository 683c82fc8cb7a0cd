import type { OptionType } from "../ir/types.js";
import { ImportError, type Loss, type Place, TooManyTypesError } from "./loss.js";
import { Lowering, MAX_UNFOLDED } from "./lower.js";
import type { Shape } from "./shape.js";

/** A schema turned into option types. */
export interface Imported {
  readonly type: OptionType;
  readonly definitions: Readonly<Record<string, OptionType>>;
  readonly losses: readonly Loss[];
}

/**
 * Turns what a front end read into option types. Alternatives that contain each other multiply with each reference that is
 * unfolded to join them; of those that would be too many, fewer are.
 *
 * @throws ImportError
 */
export function lowerAll(root: Shape, definitions: Definitions, place: Place): Imported {
  for (let unfolded = MAX_UNFOLDED; ; unfolded--)
    try {
      return lowered(root, definitions, place.apart(), unfolded);
    } catch (error) {
      if (!(error instanceof TooManyTypesError) || unfolded === 1) throw error;
    }
}

type Definitions = ReadonlyMap<string, Shape | undefined>;

function lowered(root: Shape, definitions: Definitions, place: Place, maxUnfolded: number): Imported {
  const lowering = new Lowering((name) => {
    const shape = definitions.get(name);
    if (shape === undefined) throw new ImportError(`#${name}`, "no such definition");
    return shape;
  }, maxUnfolded);
  const type = lowering.type(root, place);
  const used = [...definitions.keys()]
    .sort()
    .map((name) => [name, lowering.type(lowering.resolve(name), place.at(`#${name}`))]);
  return { type, definitions: Object.fromEntries(used), losses: place.losses };
}
