/**
 * How alike two names are, from 0 to 1: the Sørensen-Dice coefficient over pairs of neighbouring letters, without
 * regard to case and separators.
 */
export function similarity(left: string, right: string): number {
  const [a, b] = [pairs(left), pairs(right)];
  if (a.length + b.length === 0) return left === right ? 1 : 0;
  const rest = new Map<string, number>();
  for (const pair of a) rest.set(pair, (rest.get(pair) ?? 0) + 1);
  let common = 0;
  for (const pair of b) {
    const left = rest.get(pair) ?? 0;
    if (left > 0) common += 1;
    rest.set(pair, left - 1);
  }
  return (2 * common) / (a.length + b.length);
}

function pairs(name: string): readonly string[] {
  const letters = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2));
}
