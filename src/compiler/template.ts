import { createRequire } from "node:module";
import type Handlebars from "handlebars";
import { NixsmithError } from "../errors.js";
import { compiled } from "./compile.js";

/**
 * Renders `templates/<name>.hbs`. Templates hold layout only: every value of the view arrives printed, so nothing is
 * escaped here, and a name that the view lacks is an error (Handlebars' `strict`) and not an empty string.
 */
export function renderTemplate(name: string, view: Readonly<Record<string, unknown>>): string {
  return compiled(name)(view);
}

/**
 * The same for the text of a template that an overlay brings. Handlebars' compiler is loaded where there is one.
 * @param file what it makes, for messages
 * @throws {NixsmithError} for what is no template, or asks for what the view has not
 */
export function renderText(source: string, view: Readonly<Record<string, unknown>>, file: string): string {
  const handlebars: typeof Handlebars = createRequire(import.meta.url)("handlebars");
  try {
    return handlebars.compile(source, { noEscape: true, strict: true })(view);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const [said = "", ...lines] = cause.message.split("\n");
    throw new NixsmithError([said, ...lines.slice(0, -1)].join("\n  "), {
      where: `the template of ${file}`,
      expected: `Handlebars, with ${Object.keys(view).toSorted().join(", ")}`,
      cause,
    });
  }
}
