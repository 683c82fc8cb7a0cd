import type { NumericType } from "../ir/types.js";
import { type ListPart, NEVER, type Part, type Shape } from "./shape.js";

/** The part, or nothing where no value can fit it; nixpkgs does not evaluate a range whose ends are crossed. */
export function possible(part: Part): Shape {
  switch (part.kind) {
    case "str":
      return (part.minLength ?? 0) > (part.maxLength ?? Infinity) ? NEVER : [part];
    case "int":
    case "number":
      return isEmptyRange(part) ? NEVER : [part];
    case "list":
      return possibleList(part);
    case "object": {
      const properties = [...part.properties.values()];
      return properties.some(({ shape, required }) => required && shape.length === 0) ? NEVER : [part];
    }
    default:
      return [part];
  }
}

function isEmptyRange({ min, max, exclusiveMin, exclusiveMax }: NumericType): boolean {
  const low = Math.max(min ?? -Infinity, exclusiveMin ?? -Infinity);
  const high = Math.min(max ?? Infinity, exclusiveMax ?? Infinity);
  return low > high || (low === high && (low === exclusiveMin || high === exclusiveMax));
}

/** A list of nothing can still be empty. */
function possibleList(part: ListPart): Shape {
  const maxItems = part.of.length === 0 ? 0 : part.maxItems;
  if ((part.minItems ?? 0) > (maxItems ?? Infinity)) return NEVER;
  return [maxItems === undefined ? part : { ...part, maxItems }];
}
