import { existsSync, watch as watchPath } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { factsDirectory } from "../declaration/known.js";
import { type Declared, readDeclared, type Scope } from "../declaration/programs.js";
import { report } from "./failure.js";
import type { Io } from "./io.js";

/** Editors write a file in several steps; what follows within this many milliseconds is one change. */
const quiet = 80;

/**
 * Runs a command now, and again whenever the declaration, facts or templates of a scope change, until somebody ends it. A
 * run that fails is told, and the next change is waited for.
 */
export async function watching(scope: Scope, run: () => Promise<number>, io: Io): Promise<number> {
  while (io.signal?.aborted !== true) {
    // Watched before the run: what changes meanwhile is seen.
    const changed = change(await placesOf(scope), io.signal);
    try {
      await run();
    } catch (error) {
      report(error, false, io);
    }
    io.err("watching the declaration, its facts and templates; Ctrl-C ends it\n");
    await changed;
  }
  return 0;
}

/** Resolves some milliseconds after the last of the first changes in one of some directories. */
function change(places: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((settle) => {
    let timer: NodeJS.Timeout | undefined;
    const done = (): void => {
      for (const watcher of watchers) watcher.close();
      settle();
    };
    const watchers = places.map((place) =>
      watchPath(place, () => {
        clearTimeout(timer);
        timer = setTimeout(done, quiet);
      }),
    );
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** The directories that hold what a declaration is made of; where it is wrong, the one in which it lies. */
async function placesOf(scope: Scope): Promise<readonly string[]> {
  const own = dirname(resolve(scope.cwd, scope.config ?? "nixsmith.config.ts"));
  const named = await readDeclared(scope).then(namedBy, () => []);
  return [...new Set([own, ...named])].filter((place) => existsSync(place));
}

function namedBy({ declaration, directory }: Declared): readonly string[] {
  return declaration.programs.flatMap((program) => {
    if (typeof program === "string") return [];
    const files = [...Object.values(program.templates ?? {}), program.module ?? null];
    const beside = files.flatMap((file) =>
      file?.startsWith(".") === true ? [dirname(join(directory, file))] : [],
    );
    return [factsDirectory(directory, program), ...beside];
  });
}
