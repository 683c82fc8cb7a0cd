import { joinKey, mapChildrenAt } from "./paths.js";
import type { Option, OptionType } from "./types.js";

/** What stands beside an option's type for people to read. */
export type Prose = Pick<Option, "description" | "deprecated">;

/** Gives every option its prose, by its path in the tree (`packages[].source`, `#Name.key`) and what it has. */
export function annotate(
  type: OptionType,
  path: string,
  prose: (path: string, option: Option) => Prose,
): OptionType {
  const annotated = mapChildrenAt(type, path, (child, below) => annotate(child, below, prose));
  if (annotated.kind !== "submodule") return annotated;
  const options = annotated.options.map((option) => ({
    ...option,
    ...prose(joinKey(path, option.name), option),
  }));
  return { ...annotated, options };
}
