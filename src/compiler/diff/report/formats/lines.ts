import type { Finding } from "../../engine/engine.js";

/** Before and after as the lines of a diff: `- old`, `+ new`. A file's difference stands as it is. */
export function diffLines({ before, after, patch }: Finding): readonly string[] {
  if (patch !== undefined) return patch.trimEnd().split("\n");
  return [...signed("-", before), ...signed("+", after)];
}

const signed = (sign: string, text: string | undefined): readonly string[] =>
  text === undefined ? [] : text.split("\n").map((line) => `${sign} ${line}`.trimEnd());
