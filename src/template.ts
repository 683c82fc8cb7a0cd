import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { packageRoot } from "./root.js";

/**
 * Renders `templates/<name>.hbs`. Templates hold layout only: every value of the view arrives printed, so nothing is
 * escaped here, and a name that the view lacks is an error (Handlebars' `strict`) and not an empty string.
 */
export function renderTemplate(name: string, view: Readonly<Record<string, unknown>>): string {
  const source = readFileSync(join(packageRoot, "templates", `${name}.hbs`), "utf8");
  return Handlebars.compile(source, { noEscape: true, strict: true })(view);
}
