import { readSource } from "../../src/compiler/importers/source/read.js";
import { npmSource } from "../../src/compiler/importers/source/spec.js";
import { packageRoot } from "../../src/root.js";

/** One file of a published package. @param version exact, so that npm's cache answers for it */
export async function published(name: string, version: string, path: string): Promise<string> {
  return (await readSource(npmSource(`${name}@${version}`, path), packageRoot)).text;
}
