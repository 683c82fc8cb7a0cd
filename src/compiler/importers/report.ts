import { flatten } from "./flatten.js";
import type { Imported } from "./import.js";
import { type Loss, NULL_IS_ABSENT } from "./loss.js";

/** How much of a schema came through; every key is counted once, by the worst that happened to it. */
export interface LossReport {
  readonly keys: number;
  readonly exact: number;
  readonly widened: number;
  readonly dropped: number;
  /** Of the widened ones, those that are so by nothing but a null which is not written. */
  readonly nulls: number;
  readonly losses: readonly Loss[];
}

export function reportOf({ type, definitions, losses }: Imported): LossReport {
  const paths = keyPaths({ type, definitions });
  const lost = (status: Loss["status"]) =>
    new Set(losses.filter((loss) => loss.status === status).map(({ path }) => ownerOf(path, paths)));
  const dropped = lost("dropped");
  const widened = [...lost("widened")].filter((path) => !dropped.has(path));
  const nulls = new Set(losses.filter(isNull).map(({ path }) => ownerOf(path, paths)));
  const others = new Set(losses.filter((loss) => !isNull(loss)).map(({ path }) => ownerOf(path, paths)));
  const touched = [...dropped, ...widened].filter((path) => paths.has(path)).length;
  return {
    keys: paths.size,
    exact: paths.size - touched,
    widened: widened.length,
    dropped: dropped.size,
    nulls: [...nulls].filter((path) => !others.has(path)).length,
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

const isNull = ({ reason }: Loss): boolean => reason === NULL_IS_ABSENT;

/** The report as lines for people: the counts, then each loss; keys that can be null are one line together. */
export function reportLines(report: LossReport): readonly string[] {
  const { keys, exact, widened, dropped, nulls, losses } = report;
  const alone = nulls === 0 ? "" : ` (${nulls} by null alone)`;
  const shown = losses.filter((loss) => !isNull(loss));
  const nullable = losses.length - shown.length;
  return [
    `${keys} keys: ${exact} exact, ${widened} widened${alone}, ${dropped} dropped`,
    ...shown.map(({ path, status, reason }) => `  ${status} ${path === "" ? "(root)" : path}: ${reason}`),
    ...(nullable === 0 ? [] : [`  widened, ${nullable} that can be null: ${NULL_IS_ABSENT}`]),
  ];
}
