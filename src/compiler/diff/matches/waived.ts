import type { Match } from "../engine/match.js";
import type { Side } from "../engine/side.js";
import type { IgnoreEntry } from "../report/ignore-file.js";

/** Entries of the ignore file that `base` has not, or has otherwise. */
export function waiverMatches(
  { waivers: before = [] }: Side,
  { waivers: after = [] }: Side,
): readonly Match[] {
  if (after === "unreadable")
    return before === "unreadable"
      ? []
      : [{ subject: "ignore file", message: "is none that can be read: nobody can tell what it lets pass" }];
  const keyOf = (entry: IgnoreEntry): string =>
    JSON.stringify([entry.fingerprint, entry.reason, entry.until]);
  const known = new Set(before === "unreadable" ? [] : before.map(keyOf));
  return after
    .filter((entry) => !known.has(keyOf(entry)))
    .map(({ fingerprint, reason, until }) => ({
      subject: `ignore file: ${fingerprint}`,
      message: "is let pass",
      after: `until ${until}: ${reason}`,
    }));
}
