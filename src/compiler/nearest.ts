/** The name that was probably meant: the nearest one within a third of its length in edits, letter case aside. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return scored[0]?.candidate;
}

/** `; did you mean "x"?`, or else the names there are where they are few, or nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  // Somebody took it apart as Nix allows it.
  const whole = known.find((candidate) => candidate.startsWith(`${name}.`));
  if (whole !== undefined) return `; write the path as one name, "${whole}"`;
  const meant = nearest(name, known);
  if (meant !== undefined) return `; did you mean "${meant}"?`;
  return known.length > 0 && known.length <= 20 ? `; there are ${known.join(", ")}` : "";
}

/** Edits between two words: insert, delete, replace, or swap two neighbours (optimal string alignment). */
export function distance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(beforeLast, j - 2) + 1 : replaced;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
