import { existsSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { write } from "../../output/write.js";

/**
 * Writes a page whole or not at all.
 * @throws {NixsmithError} where something that nixsmith did not make stands in its place
 */
export function writePage(file: string, page: string): void {
  const current = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  const status = current === undefined ? "missing" : "stale";
  write(dirname(file), [{ path: basename(file), status, current: current ?? "", wanted: page }], false);
}
