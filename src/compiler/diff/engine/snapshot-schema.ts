import * as z from "zod";
import { NixsmithError } from "../../../errors.js";
import { originSchema } from "../../importers/facts.js";
import { type Origin, originText } from "../../importers/origin.js";
import { moduleFields } from "../../ir/json.js";

/**
 * What an emitted tree says of itself in `nixsmith.json`, so that two states of it can be compared without Nix: the
 * options, what confines the program, and a hash of every other file. Nothing in it depends on time or place.
 */

const names = z.array(z.string()).readonly();

/** A path that cannot lead out of the tree, on one line. */
const pathInside = z.string().regex(/^(?!\/)(?!(.*\/)?\.{0,2}(\/|$))[^\p{Cc}]+$/u);

const row = z.strictObject({
  /** The account of the agent that has rows of this property for itself, which then are all; else the row is every agent's. */
  agent: z.string().exactOptional(),
  property: z.string(),
  /** One assignment, or the entries of a list. */
  value: z.union([z.string(), names]),
  /** The list is emptied first in the drop-in, so that nothing on a command line adds to it. */
  reset: z.boolean(),
  /** The row is there only where the option has one of these values. */
  when: z.strictObject({ option: z.string(), oneOf: names }).exactOptional(),
  where: z.array(z.enum(["flag", "dropin"])).readonly(),
  /** No option of the host changes the row. */
  locked: z.boolean(),
  /** What the host's own properties may do to it. */
  tighten: z.string(),
  reason: z.string(),
});

const areDifferent = (origins: readonly Origin[]): boolean =>
  new Set(origins.map(originText)).size === origins.length;

const snapshot = z.strictObject({
  generatedBy: z.string(),
  /** Raised when a reader of the older form would read this one wrongly. */
  format: z.literal(1),
  /** What the types were taken from; a list where that is not one package. */
  source: z.union([
    originSchema,
    z.array(originSchema).refine(areDifferent, "a source is named twice").readonly(),
  ]),
  ...moduleFields,
  /** The new path of options and keys by their old one. */
  renames: z.record(z.string(), z.string()),
  hardening: z.array(row).readonly(),
  /** Properties outside the table that a host may set. */
  settable: names,
  /** Lines of sudoers(5) for a host with the users alice and bob. */
  sudo: names,
  /** Environment variables that only the runtime sets. */
  reserved: names,
  /** What the sync of a host user's configuration leaves alone. */
  unsynced: names,
  /**
   * Where the managed settings of an agent stand so that what anybody else says there does not count: files of its directory, a variable
   * (`$NAME`), a directory of the system. Absent in what older versions wrote, which said nothing of it.
   */
  managed: names.default([]),
  /** Keys of its settings of which an agent keeps what it writes for itself. */
  kept: names.default([]),
  /** Packages on PATH in every session. */
  packages: names,
  /** Refusals and warnings at evaluation, by name. */
  refusals: z.record(z.string(), z.string()),
  /** {@link hashOf} of the other files of the tree, by path. */
  files: z.record(pathInside, z.string()),
});

export type Snapshot = z.infer<typeof snapshot>;
export type PolicyRow = z.infer<typeof row>;

/**
 * A snapshot out of parsed JSON.
 * @param where how the user named it
 * @throws {NixsmithError} where it is none, naming the path in it
 */
export function decodeSnapshot(json: unknown, where: string): Snapshot {
  const { success, data, error } = parse(json, where);
  if (success) return data;
  const [issue] = error.issues;
  throw new NixsmithError(issue?.message ?? "this is no snapshot", {
    where: `${where}, ${issue?.path.join(".") || "(root)"}`,
    expected: "a nixsmith.json as this version of nixsmith writes it",
    mend: "run `nixsmith generate` there, or compare with the nixsmith that made it",
  });
}

function parse(json: unknown, where: string): ReturnType<typeof snapshot.safeParse> {
  try {
    return snapshot.safeParse(json);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new NixsmithError("the data is nested too deeply for a snapshot", { where, cause });
  }
}
