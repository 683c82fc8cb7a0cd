import type { OptionType } from "../ir/types.js";
import { ImportError, type Loss, type Place } from "./loss.js";
import { Lowering } from "./lower.js";
import type { Shape } from "./shape.js";

/** A schema turned into option types. */
export interface Imported {
  readonly type: OptionType;
  readonly definitions: Readonly<Record<string, OptionType>>;
  readonly losses: readonly Loss[];
}

/** Turns what a front end read into option types. @throws ImportError */
export function lowerAll(
  root: Shape,
  definitions: ReadonlyMap<string, Shape | undefined>,
  place: Place,
): Imported {
  const lowering = new Lowering((name) => {
    const shape = definitions.get(name);
    if (shape === undefined) throw new ImportError(`#${name}`, "no such definition");
    return shape;
  });
  const type = lowering.type(root, place);
  const used = [...definitions.keys()]
    .sort()
    .map((name) => [name, lowering.type(lowering.resolve(name), place.at(`#${name}`))]);
  return { type, definitions: Object.fromEntries(used), losses: place.losses };
}
