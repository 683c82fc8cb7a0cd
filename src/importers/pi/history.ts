import * as z from "zod";
import { flatten } from "../flatten.js";
import type { Imported } from "../import.js";
import { PI_FILES, type PiImport } from "./import.js";

const loss = z.strictObject({ path: z.string(), status: z.enum(["widened", "dropped"]), reason: z.string() });

const fileHistory = z.strictObject({
  /** The first version whose package describes the file; a key of that version may be older. */
  describedSince: z.string(),
  /** The version that brought each key of the current schema, by path (`packages[].source`). */
  since: z.record(z.string(), z.string()),
  /** What the import of the current schema could not carry over. */
  losses: z.array(loss),
});

const history = z.partialRecord(z.enum(PI_FILES), fileHistory);

/** What pi's published versions tell about one of its configuration files. */
export type FileHistory = z.infer<typeof fileHistory>;
export type History = z.infer<typeof history>;

/** A history out of parsed JSON. @throws ZodError naming the path of what is none */
export const decodeHistory = (json: unknown): History => history.parse(json);

/** The history with one more version, to be given oldest first. A key that was gone for a while counts as new. */
export function advance(known: History, { source: { version }, files }: PiImport): History {
  const described = PI_FILES.flatMap((name) => {
    const file = files[name];
    return file === undefined ? [] : [[name, advanceFile(known[name], version, file)]];
  });
  return { ...known, ...Object.fromEntries(described) };
}

function advanceFile(known: FileHistory | undefined, version: string, file: Imported): FileHistory {
  const paths = new Set(flatten(file.type, file.definitions).map(({ path }) => path));
  const since = [...paths].map((path) => [path, known?.since[path] ?? version]);
  return {
    describedSince: known?.describedSince ?? version,
    since: Object.fromEntries(since),
    losses: [...file.losses],
  };
}
