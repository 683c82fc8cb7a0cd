import { createGunzip } from "node:zlib";
import type { Parser, ReadEntry } from "tar";
import { ImportError } from "../loss.js";
import { MAX_FILE_BYTES, type Wanted } from "./wanted.js";

/** What a package may unpack to. The largest published ones have some hundred megabytes; a bomb has no end. */
const MAX_UNPACKED_BYTES = 1024 ** 3;
/** What the wanted files of a package may have together, since these are held in memory. */
const MAX_HELD_BYTES = 128 * 1024 ** 2;

/** The files of a package, by their path in it. */
export interface Unpacked {
  /** Paths of all files. */
  readonly paths: readonly string[];
  /** Those that were wanted. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Reads a gzipped tarball piece by piece: of what it unpacks to, only what is wanted is ever held. Paths lose the
 * directory that npm puts around them.
 *
 * @param what the tarball, for errors
 * @throws ImportError where it is none, or unpacks to more than a package has
 */
export async function unpack(tarball: Buffer, wanted: Wanted, what: string): Promise<Unpacked> {
  const { Parser: TarParser } = await import("tar");
  const unpacking = new Unpacking(wanted, what);
  const parser = new TarParser({
    strict: true,
    filter: (path, entry) => unpacking.wants(path, entry.size ?? 0),
    onReadEntry: (entry) => unpacking.take(entry),
  });
  try {
    await feed(tarball, parser, what);
  } catch (error) {
    throw error instanceof ImportError
      ? error
      : new ImportError(what, `not a tarball of an npm package: ${messageOf(error)}`);
  }
  return unpacking;
}

/** Writes what a tarball unpacks to into a parser, and stops where that is more than a package has. */
async function feed(tarball: Buffer, parser: Parser, what: string): Promise<void> {
  const ended = new Promise<void>((done, failed) => {
    parser.on("end", done);
    parser.on("error", failed);
  });
  // It may fail before it is awaited, which Node takes for a failure that nobody looks at.
  ended.catch(() => {});
  let size = 0;
  const unzip = createGunzip();
  unzip.end(tarball);
  for await (const chunk of unzip) {
    size += chunk.length;
    if (size > MAX_UNPACKED_BYTES) throw tooLarge(what, "it unpacks to", MAX_UNPACKED_BYTES);
    parser.write(chunk);
  }
  parser.end();
  await ended;
}

const tooLarge = (what: string, verb: string, limit: number): ImportError =>
  new ImportError(what, `${verb} more than ${limit / 1024 ** 2} MiB; it was not used`, {
    expected: "a package with a schema or with type declarations",
  });

class Unpacking implements Unpacked {
  readonly paths: string[] = [];
  readonly files = new Map<string, Buffer>();
  #held = 0;

  constructor(
    readonly wanted: Wanted,
    readonly what: string,
  ) {}

  wants(path: string, size: number): boolean {
    const name = inside(path);
    this.paths.push(name);
    if (!this.wanted(name) || size > MAX_FILE_BYTES) return false;
    this.#held += size;
    if (this.#held > MAX_HELD_BYTES) throw tooLarge(this.what, "what is read of it has", MAX_HELD_BYTES);
    return true;
  }

  take(entry: ReadEntry): void {
    const chunks: Buffer[] = [];
    entry.on("data", (chunk) => chunks.push(chunk));
    entry.on("end", () => this.files.set(inside(entry.path), Buffer.concat(chunks)));
  }
}

const inside = (path: string): string => path.slice(path.indexOf("/") + 1);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
