import type { CompilerOptions, ts } from "ts-morph";
import { morph } from "./compiler.js";
import { EVERYTHING, type FileLinks, type Link, linksOf, type Passage } from "./links.js";

export interface Reached {
  readonly files: ReadonlySet<string>;
  /** What followed files ask of modules that are not there. */
  readonly missing: readonly Missing[];
}

export interface Missing {
  /** As written, such as `zod/v4`. */
  readonly specifier: string;
  /** The file that asks. */
  readonly from: string;
}

/**
 * The files that the types of `entry` can depend on, for a compiler that reads only those. A package's index passes on
 * all that the package declares, which can be a hundred times what is asked for. So what a file imports is followed
 * always, and what it passes on (`export … from`) only where that is, or holds, a name that a followed file asks for, or
 * where it augments others. Augmentations further away than that are not seen.
 *
 * @param files declarations and manifests of packages, by absolute path
 */
export function reachable(
  entry: string,
  files: ReadonlyMap<string, string>,
  options: CompilerOptions,
): Reached {
  const host: ts.ModuleResolutionHost = {
    fileExists: (path) => files.has(path),
    readFile: (path) => files.get(path),
  };
  const resolve = (specifier: string, from: string): string | undefined =>
    morph.ts.resolveModuleName(specifier, from, options, host).resolvedModule?.resolvedFileName;
  return new Walk(files, resolve).from(entry);
}

class Walk {
  readonly #reached = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #missing: Missing[] = [];
  readonly #known = new Map<string, FileLinks>();

  /** @param resolve the file that a specifier in a file means; undefined where the compiler would not find it either */
  constructor(
    readonly files: ReadonlyMap<string, string>,
    readonly resolve: (specifier: string, from: string) => string | undefined,
  ) {}

  from(entry: string): Reached {
    this.#reach(entry);
    const size = () => this.#reached.size + this.#asked.size;
    // Whoever is reached may ask for names that others, looked at before, pass on.
    for (let before = 0; before < size(); ) {
      before = size();
      for (const file of this.#reached)
        for (const passage of this.#links(file).passes)
          if (this.#isAskedFor(passage, file)) this.#follow(passage, file);
    }
    return { files: this.#reached, missing: this.#missing };
  }

  #reach(file: string): void {
    if (this.#reached.has(file)) return;
    this.#reached.add(file);
    for (const link of this.#links(file).imports) this.#follow(link, file);
  }

  #follow({ specifier, asks }: Link, from: string): void {
    for (const name of asks) this.#asked.add(name);
    const target = this.resolve(specifier, from);
    if (target === undefined) this.#missing.push({ specifier, from });
    else this.#reach(target);
  }

  #isAskedFor({ specifier, names }: Passage, from: string): boolean {
    if (this.#asked.has(EVERYTHING) || names.some((name) => this.#asked.has(name))) return true;
    const target = this.resolve(specifier, from);
    if (target === undefined) return names.includes(EVERYTHING);
    return this.#matters(target, names.includes(EVERYTHING) ? this.#asked : new Set());
  }

  /** Whether a file, or one that it passes on whole, augments others or has one of some names. */
  #matters(file: string, wanted: ReadonlySet<string>): boolean {
    const seen = new Set([file]);
    for (const one of seen) {
      const { declares, augments, passes } = this.#links(one);
      const held = [...declares, ...passes.flatMap(({ names }) => names)];
      if (augments || held.some((name) => wanted.has(name))) return true;
      for (const { specifier, names } of passes)
        if (names.includes(EVERYTHING)) seen.add(this.resolve(specifier, one) ?? one);
    }
    return false;
  }

  #links(file: string): FileLinks {
    const known = this.#known.get(file) ?? linksOf(file, this.files.get(file) ?? "");
    this.#known.set(file, known);
    return known;
  }
}
