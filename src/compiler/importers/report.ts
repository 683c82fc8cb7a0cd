import { flatten } from "./flatten.js";
import type { Imported } from "./import.js";
import type { Loss } from "./loss.js";

/** How much of a schema came through; every key is counted once, by the worst that happened to it. */
export interface LossReport {
  readonly keys: number;
  readonly exact: number;
  readonly widened: number;
  readonly dropped: number;
  readonly losses: readonly Loss[];
}

export function reportOf({ type, definitions, losses }: Imported): LossReport {
  const paths = keyPaths({ type, definitions });
  const lost = (status: Loss["status"]) =>
    new Set(losses.filter((loss) => loss.status === status).map(({ path }) => ownerOf(path, paths)));
  const dropped = lost("dropped");
  const widened = [...lost("widened")].filter((path) => !dropped.has(path));
  const touched = [...dropped, ...widened].filter((path) => paths.has(path)).length;
  return {
    keys: paths.size,
    exact: paths.size - touched,
    widened: widened.length,
    dropped: dropped.size,
    losses,
  };
}

/** The paths of all keys, those of each definition under its own name. */
function keyPaths({ type, definitions }: Pick<Imported, "type" | "definitions">): ReadonlySet<string> {
  const own = flatten(type, {}).map(({ path }) => path);
  const named = Object.entries(definitions).flatMap(([name, of]) => [
    `#${name}`,
    ...flatten(of, {}).map(({ path }) => `#${name}.${path}`),
  ]);
  return new Set([...own, ...named]);
}

/** The nearest key that a place in the tree belongs to; the place itself where there is none. */
export function ownerOf(path: string, paths: ReadonlySet<string>): string {
  for (let here = path; here !== ""; here = here.replace(/(?:^|\.)[^.[]*$|\[\]$/u, ""))
    if (paths.has(here)) return here;
  return path;
}

/** The report as lines for people: the counts, then each loss. */
export function reportLines(report: LossReport): readonly string[] {
  const { keys, exact, widened, dropped, losses } = report;
  return [
    `${keys} keys: ${exact} exact, ${widened} widened, ${dropped} dropped`,
    ...losses.map(({ path, status, reason }) => `  ${status} ${path === "" ? "(root)" : path}: ${reason}`),
  ];
}
