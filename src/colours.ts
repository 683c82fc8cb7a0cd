import picocolors from "picocolors";

/** How text is painted on one stream; each function gives its text back unchanged where there are no colours. */
export type Colours = ReturnType<typeof picocolors.createColors>;

/** Colours on a terminal only, and not where `NO_COLOR` (no-color.org) is set to anything or the terminal is dumb. */
export function colours(
  isTerminal: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Colours {
  return picocolors.createColors(isTerminal === true && !env.NO_COLOR && env.TERM !== "dumb");
}
