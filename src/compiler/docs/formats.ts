/** What `docs --format` takes; apart from the code behind it, which `--help` need not load. */
export const docFormats = ["markdown", "options-json", "man", "json-schema", "html"] as const;
export type DocFormat = (typeof docFormats)[number];
/** Where `docs` writes unless told otherwise. */
export const docsDirectory = "docs/reference";
