/** Our own words on keys of `settings.json`, by their path. */
export const settingsDescriptions: Readonly<Record<string, string>> = {};

/** The same of `keybindings.json`. */
export const keybindingsDescriptions: Readonly<Record<string, string>> = {};
