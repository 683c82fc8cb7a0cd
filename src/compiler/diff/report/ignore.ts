import type { Finding } from "../engine/engine.js";
import type { IgnoreEntry } from "./ignore-file.js";

export interface Sifted {
  readonly findings: readonly Finding[];
  readonly ignored: readonly (readonly [Finding, IgnoreEntry])[];
  /** What to say about entries that no longer do anything. */
  readonly notes: readonly string[];
}

/**
 * Takes out the findings that an entry lets pass. Whoever lets a change pass looks at it again within a year.
 * @param today as `2026-12-31`
 */
export function sift(findings: readonly Finding[], ignore: readonly IgnoreEntry[], today: string): Sifted {
  const latest = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  const entryOf = new Map(ignore.map((entry) => [entry.fingerprint, entry]));
  const found = new Set(
    findings.flatMap(({ fingerprint, shared }) => [
      fingerprint,
      ...(shared?.places.map((place) => place.fingerprint) ?? []),
    ]),
  );
  const entryFor = ({ fingerprint }: Pick<Finding, "fingerprint">): IgnoreEntry | undefined => {
    const entry = entryOf.get(fingerprint);
    return entry !== undefined && entry.until >= today && entry.until <= latest ? entry : undefined;
  };
  // What stands at several places passes also where somebody has let it pass at each of them.
  const passes = (finding: Finding): IgnoreEntry | undefined => {
    const singly = finding.shared?.places.map(entryFor) ?? [];
    return entryFor(finding) ?? (singly.includes(undefined) ? undefined : singly[0]);
  };
  return {
    findings: findings.filter((finding) => passes(finding) === undefined),
    ignored: findings.flatMap((finding) => {
      const entry = passes(finding);
      return entry === undefined ? [] : [[finding, entry] as const];
    }),
    notes: ignore.flatMap(({ fingerprint, until }) => {
      if (!found.has(fingerprint)) return [`the ignore entry ${fingerprint} matches nothing; remove it`];
      if (until > latest)
        return [
          `the ignore entry ${fingerprint} does not count: ${until} is more than a year away; write a day up to ${latest}`,
        ];
      return until < today
        ? [`the ignore entry ${fingerprint} has expired on ${until}; its change counts again`]
        : [];
    }),
  };
}
