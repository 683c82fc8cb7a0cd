import pacote from "pacote";
import { Parser } from "tar";
import { npmOptions } from "../../src/compiler/importers/npm/package.js";

/**
 * One file of a published package, by npm's own configuration and cache.
 * @param version exact, so that the cache answers for it
 */
export async function published(name: string, version: string, path: string): Promise<string> {
  const tarball = await pacote.tarball(`${name}@${version}`, {
    ...(await npmOptions()),
    preferOffline: true,
  });
  const chunks: Buffer[] = [];
  await new Promise<void>((done, failed) => {
    const parser = new Parser({
      strict: true,
      filter: (inside) => inside.slice(inside.indexOf("/") + 1) === path,
      onReadEntry: (entry) => entry.on("data", (chunk) => chunks.push(chunk)),
    });
    parser.on("end", done);
    parser.on("error", failed);
    parser.end(tarball);
  });
  if (chunks.length === 0) throw new Error(`${name}@${version} has no ${path}`);
  return Buffer.concat(chunks).toString("utf8");
}
