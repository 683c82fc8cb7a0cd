/** Our own words on keys of `opencode.json`, by their path. */
export const settingsDescriptions: Readonly<Record<string, string>> = {};

/** The same of `tui.json`. */
export const tuiDescriptions: Readonly<Record<string, string>> = {};
