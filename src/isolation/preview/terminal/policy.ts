import type { PolicyProperty } from "../policy.js";
import type { Screen } from "./screen.js";
import { wrap } from "./text.js";

/** Each property with its assignments, and below it what speaks for and against it. */
export function policyLines(
  policy: readonly PolicyProperty[],
  { colours, width }: Screen,
): readonly string[] {
  return policy.flatMap(({ property, dropIn, flags, reasons, breaks, options }) => {
    const values = (dropIn.length > 0 ? dropIn : flags).filter((value) => value !== "");
    const below = (text: string, paint: (text: string) => string): readonly string[] =>
      wrap(text, width - 4).map((line) => `    ${paint(line)}`);
    return [
      `${colours.cyan(`${property}=`)}${values.join(" ")}`,
      ...below(reasons.join(" "), (text) => text),
      ...breaks.flatMap((text) => below(`Breaks: ${text}`, colours.dim)),
      ...options.flatMap((text) => below(`Option: ${text}`, colours.dim)),
    ];
  });
}
