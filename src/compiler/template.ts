import { compiled } from "./compile.js";

/**
 * Renders `templates/<name>.hbs`. Templates hold layout only: every value of the view arrives printed, so nothing is
 * escaped here, and a name that the view lacks is an error (Handlebars' `strict`) and not an empty string.
 */
export function renderTemplate(name: string, view: Readonly<Record<string, unknown>>): string {
  return compiled(name)(view);
}
