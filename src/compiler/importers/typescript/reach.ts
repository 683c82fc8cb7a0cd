import type { CompilerOptions, ts } from "ts-morph";
import { groupBy } from "../../../group-by.js";
import { morph } from "./compiler.js";
import { EVERYTHING, type FileLinks, type Link, linksOf, mayAugment, type Passage } from "./links.js";

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
 * The files that a type which `entry` exports can depend on, for a compiler that reads only those. A package's index passes on
 * all that the package declares, which can be a hundred times what is asked for. So what a file imports is followed
 * always, and what it passes on (`export … from`) only where that is, or holds, a name that a followed file asks for, or
 * where it leads to what augments a followed file, or the globals.
 *
 * @param name what the entry exports it as; of `Config.Options`, `Config`
 * @param files declarations and manifests of packages, by absolute path
 */
export function reachable(
  entry: string,
  name: string,
  files: ReadonlyMap<string, string>,
  options: CompilerOptions,
): Reached {
  const host: ts.ModuleResolutionHost = {
    fileExists: (path) => files.has(path),
    readFile: (path) => files.get(path),
  };
  const cache = morph.ts.createModuleResolutionCache("/", (path) => path, options);
  const resolve = (specifier: string, from: string): string | undefined =>
    morph.ts.resolveModuleName(specifier, from, options, host, cache).resolvedModule?.resolvedFileName;
  return new Walk(files, resolve).from(entry, name);
}

class Walk {
  readonly #reached = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #missing: Missing[] = [];
  readonly #known = new Map<string, FileLinks>();
  #augmentations: readonly { readonly file: string; readonly augments: readonly string[] }[] | undefined;
  #ways: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param resolve the file that a specifier in a file means; undefined where the compiler would not find it either */
  constructor(
    readonly files: ReadonlyMap<string, string>,
    readonly resolve: (specifier: string, from: string) => string | undefined,
  ) {}

  from(entry: string, name: string): Reached {
    this.#asked.add(name);
    this.#reach(entry);
    const size = () => this.#reached.size + this.#asked.size;
    // Whoever is reached may ask for names that others, looked at before, pass on, and may be what others augment.
    for (let before = 0; before < size(); ) {
      before = size();
      const leading = this.#leadingToAugmentations();
      for (const file of this.#reached)
        for (const passage of this.#links(file).passes)
          if (this.#isAskedFor(passage, file) || leading.has(this.resolve(passage.specifier, file) ?? ""))
            this.#follow(passage, file);
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
    if (!names.includes(EVERYTHING)) return false;
    const target = this.resolve(specifier, from);
    return target === undefined || this.#hasAskedFor(target);
  }

  /** Whether a file, or one that it passes on whole, has a name that is asked for. */
  #hasAskedFor(file: string): boolean {
    const seen = new Set([file]);
    for (const one of seen) {
      const { declares, passes } = this.#links(one);
      const held = [...declares, ...passes.flatMap(({ names }) => names)];
      if (held.some((name) => this.#asked.has(name))) return true;
      for (const { specifier, names } of passes)
        if (names.includes(EVERYTHING)) seen.add(this.resolve(specifier, one) ?? one);
    }
    return false;
  }

  /**
   * The files from which, by whatever way, the compiler would come to one that augments a file that is reached, or the
   * globals. A reached one counts as well: by which way the compiler comes there first decides whose members come first.
   */
  #leadingToAugmentations(): ReadonlySet<string> {
    const leading = new Set(this.#augmenting());
    if (leading.size > 0)
      for (const file of leading) for (const from of this.#backwards().get(file) ?? []) leading.add(from);
    return leading;
  }

  /** Files, wherever they are, that augment one that is reached, one that is not there, or the globals. */
  #augmenting(): readonly string[] {
    this.#augmentations ??= [...this.files]
      .filter(([, text]) => mayAugment(text))
      .map(([file]) => ({ file, augments: this.#links(file).augments }));
    const isReached = (specifier: string, from: string) => {
      const target = this.resolve(specifier, from);
      return specifier === EVERYTHING || target === undefined || this.#reached.has(target);
    };
    return this.#augmentations.flatMap(({ file, augments }) =>
      augments.some((specifier) => isReached(specifier, file)) ? [file] : [],
    );
  }

  /** Of each file that the compiler would come to, those that lead there. */
  #backwards(): ReadonlyMap<string, readonly string[]> {
    if (this.#ways !== undefined) return this.#ways;
    const ways: { readonly from: string; readonly to: string }[] = [];
    const seen = new Set(this.#reached);
    for (const from of seen)
      for (const { specifier } of [...this.#links(from).imports, ...this.#links(from).passes]) {
        const to = this.resolve(specifier, from);
        if (to === undefined) continue;
        ways.push({ from, to });
        seen.add(to);
      }
    const groups = groupBy(ways, ({ to }) => to);
    this.#ways = new Map([...groups].map(([to, all]) => [to, all.map(({ from }) => from)]));
    return this.#ways;
  }

  #links(file: string): FileLinks {
    const known = this.#known.get(file) ?? linksOf(file, this.files.get(file) ?? "");
    this.#known.set(file, known);
    return known;
  }
}
