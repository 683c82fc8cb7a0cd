import { basename, dirname } from "node:path";
import { compare } from "../../../compiler/output/compare.js";
import { write } from "../../../compiler/output/write.js";

/**
 * Writes a page whole or not at all.
 * @throws {NixsmithError} where something that nixsmith did not make stands in its place, unless `force`
 */
export function writePage(file: string, page: string, force: boolean): void {
  const directory = dirname(file);
  const path = basename(file);
  const comparisons = compare(directory, [{ path, content: page }]);
  write(
    directory,
    comparisons.filter((one) => one.path === path),
    force,
  );
}
