import { createRequire } from "node:module";
import type Handlebars from "handlebars";
import { compiled } from "./compile.js";

/**
 * Renders `templates/<name>.hbs`. Templates hold layout only: every value of the view arrives printed, so nothing is
 * escaped here, and a name that the view lacks is an error (Handlebars' `strict`) and not an empty string.
 */
export function renderTemplate(name: string, view: Readonly<Record<string, unknown>>): string {
  return compiled(name)(view);
}

/** The same for the text of a template that an overlay brings. Handlebars' compiler is loaded where there is one. */
export function renderText(source: string, view: Readonly<Record<string, unknown>>): string {
  const handlebars: typeof Handlebars = createRequire(import.meta.url)("handlebars");
  return handlebars.compile(source, { noEscape: true, strict: true })(view);
}
