import * as z from "zod";
import type { Loss } from "./loss.js";

const loss = z.strictObject({ path: z.string(), status: z.enum(["widened", "dropped"]), reason: z.string() });

const fileHistory = z.strictObject({
  /** The first version whose package describes the file; a key of that version may be older. */
  describedSince: z.string(),
  /** The version that brought each key of the current schema, by path (`packages[].source`). */
  since: z.record(z.string(), z.string()),
  /** Keys that the current schema no longer has: the first version that had each, and the first without it. */
  gone: z.record(z.string(), z.strictObject({ since: z.string(), until: z.string() })).exactOptional(),
  /** What the import of the current schema could not carry over. */
  losses: z.array(loss),
});

const history = z.record(z.string(), fileHistory);

/** What a program's published versions tell about one of its configuration files. */
export type FileHistory = z.infer<typeof fileHistory>;
export type History = z.infer<typeof history>;

/** A history out of parsed JSON. @throws ZodError naming the path of what is none */
export const decodeHistory = (json: unknown): History => history.parse(json);

/** A file of one version, as far as its history is concerned. */
export interface DescribedFile {
  readonly name: string;
  /** Paths of all keys. */
  readonly keys: readonly string[];
  readonly losses: readonly Loss[];
}

/** The history with one more version, to be given oldest first. A key that was gone for a while counts as new. */
export function advance(known: History, version: string, files: readonly DescribedFile[]): History {
  const described = files.map(({ name, keys, losses }) => {
    const { describedSince = version, since = {}, gone = {} } = known[name] ?? {};
    const versions = carriedOn(new Map(Object.entries(since)), keys, version);
    const left = Object.entries(since)
      .filter(([key]) => !keys.includes(key))
      .map(([key, from]) => [key, { since: from, until: version }] as const);
    const missing = Object.entries({ ...gone, ...Object.fromEntries(left) }).filter(
      ([key]) => !keys.includes(key),
    );
    return [
      name,
      {
        describedSince,
        since: Object.fromEntries(versions),
        ...(missing.length === 0 ? {} : { gone: Object.fromEntries(missing) }),
        losses,
      },
    ];
  });
  return { ...known, ...Object.fromEntries(described) };
}

/** Since when each key of a version is there without a break, out of the same of the version before. */
export const carriedOn = (
  since: ReadonlyMap<string, string>,
  keys: readonly string[],
  version: string,
): ReadonlyMap<string, string> => new Map(keys.map((key) => [key, since.get(key) ?? version]));
