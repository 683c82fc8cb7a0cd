import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { packageRoot } from "../root.js";

/** A template that only waits for its view. */
export type Compiled = (view: Readonly<Record<string, unknown>>) => string;

/** Compiles `templates/<name>.hbs`. The build puts a module in this one's place that holds every template compiled. */
export function compiled(name: string): Compiled {
  const source = readFileSync(join(packageRoot, "templates", `${name}.hbs`), "utf8");
  return Handlebars.compile(source, { noEscape: true, strict: true });
}
