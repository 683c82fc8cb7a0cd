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
  // Most files are text below a header, and to compile one takes as long as to print a hundred options.
  const { header } = view;
  const text = typeof header === "string" ? source.replace("{{header}}", () => header) : source;
  return text.includes("{{") ? Handlebars.compile(text, { noEscape: true, strict: true })(view) : text;
}
