import { existsSync } from "node:fs";
import { join } from "node:path";
import { NixsmithError } from "../../errors.js";

/** Names that a declaration may have, at an overlay's root. */
const names = ["ts", "js", "mjs", "json", "yaml", "yml"].map((kind) => `nixsmith.config.${kind}`);

/**
 * The declaration of a directory, by its name there, if it has one.
 * @throws {NixsmithError} where it has several
 */
export function findDeclaration(directory: string): string | undefined {
  const [found, another] = names.filter((name) => existsSync(join(directory, name)));
  if (another === undefined) return found;
  throw new NixsmithError(`${found} and ${another} both declare programs`, {
    where: directory,
    mend: "keep one of them",
  });
}
