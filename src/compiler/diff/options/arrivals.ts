import { showOption } from "../../docs/flatten.js";
import type { OptionFacts, Side } from "../engine/side.js";
import { isIn, optionAt } from "./places.js";

/** An option that one side alone has, where the other has what it is in. */
export interface Arrival {
  readonly option: OptionFacts;
  /** It is a key of another option, and what that holds is written as it is. */
  readonly isKey: boolean;
}

/** Of the options that `there` has not: those in a module, and in options, that it has. Nobody has the others yet. */
export function arrivals(options: readonly OptionFacts[], here: Side, there: Side): readonly Arrival[] {
  const isInModule = (option: OptionFacts): boolean =>
    there.modules?.some((module) => isIn(module, option)) === true;
  return options.filter(isInModule).flatMap((option): readonly Arrival[] => {
    const around = option.loc
      .map((_, depth) => option.loc.slice(0, depth))
      .map((loc) => ({ loc, name: showOption(loc) }))
      .filter((place) => optionAt(here, place) !== undefined);
    return around.every((place) => optionAt(there, place) !== undefined)
      ? [{ option, isKey: around.length > 0 }]
      : [];
  });
}
