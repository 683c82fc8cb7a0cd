import { existsSync, readFileSync } from "node:fs";
import nodeModule from "node:module";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { NixsmithError } from "../../errors.js";
import { mapValues } from "../../map-values.js";

/**
 * Runs a declaration that is a program and gives its default export. `nixsmith` is this very nixsmith in it, so that an
 * overlay needs no node_modules. Node runs it itself where it can (TypeScript since 22.18), jiti elsewhere.
 * @throws {NixsmithError} for a program that fails
 */
export async function evaluate(path: string, file: string): Promise<unknown> {
  try {
    const module: unknown = await (canRun(path) ? native(path) : throughJiti(path));
    return typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  } catch (cause) {
    if (cause instanceof NixsmithError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new NixsmithError(said.replaceAll(path, file), { where: file, cause });
  }
}

/** Node's `module.registerHooks` (22.15), which the types of older ones do not know. */
interface Hooks {
  readonly resolve: (specifier: string, context: ResolveContext, next: NextResolve) => unknown;
}
interface ResolveContext {
  readonly parentURL?: string;
}
type NextResolve = (specifier: string, context: ResolveContext) => unknown;
type RegisterHooks = (hooks: Hooks) => { readonly deregister: () => void };

const { registerHooks } = nodeModule as { readonly registerHooks?: RegisterHooks };

/** TypeScript without a loader: since 22.18. */
const canRun = (path: string): boolean =>
  registerHooks !== undefined &&
  (!path.endsWith(".ts") || ("typescript" in process.features && Boolean(process.features.typescript)));

/** The package's entries, as package.json has them. */
const entries = {
  nixsmith: { at: "../../index.js", load: () => import("../../index.js") },
  "nixsmith/importers": { at: "../../importers.js", load: () => import("../../importers.js") },
  "nixsmith/nix": { at: "../../nix.js", load: () => import("../../nix.js") },
  "nixsmith/zod": { at: "../../zod.js", load: () => import("../../zod.js") },
};
/** What a schema for `zod(…)` of nixsmith/zod is written with, is there too. */
const loads = {
  ...mapValues(entries, ({ load }): (() => Promise<object>) => load),
  zod: () => import("zod"),
};
const places: ReadonlyMap<string, string> = new Map(
  Object.entries(entries).map(([name, { at }]) => [name, new URL(at, import.meta.url).href]),
);

async function native(path: string): Promise<unknown> {
  const hooks = registerHooks?.({
    resolve: (specifier, context, next) => {
      const url = places.get(specifier);
      if (url !== undefined) return { url, shortCircuit: true };
      const isOwn = specifier === "zod" && context.parentURL?.includes("/node_modules/") !== true;
      return next(specifier, isOwn ? { ...context, parentURL: import.meta.url } : context);
    },
  });
  try {
    // As it is now, and not as it was when it was last loaded.
    return await import(`${pathToFileURL(path).href}?${Date.now()}`);
  } finally {
    hooks?.deregister();
  }
}

/**
 * Where jiti keeps a program by its content once it has translated it, which takes longer than all else: the user's own
 * cache (XDG Base Directory Specification). Where it cannot be written, jiti does without; a home that is not there is not
 * made, for Nix gives its builds one that must not be.
 */
function translated(): string | false {
  const { XDG_CACHE_HOME: cache = "" } = process.env;
  if (isAbsolute(cache)) return join(cache, "nixsmith");
  return existsSync(homedir()) && join(homedir(), ".cache", "nixsmith");
}

async function throughJiti(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const text = readFileSync(path, "utf8");
  // Those that the text has the name of: the others are long to load.
  const named = Object.entries(loads).filter(([name]) => text.includes(name));
  const loaded = await Promise.all(named.map(async ([name, load]) => [name, await load()] as const));
  const jiti = createJiti(path, {
    fsCache: translated(),
    moduleCache: false,
    virtualModules: Object.fromEntries(loaded),
  });
  return jiti.import(path);
}
