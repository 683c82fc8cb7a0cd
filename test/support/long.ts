/**
 * How much of a fuzz or mutation test runs: a part that fits into `npm test`, the whole of it by `npm run test:long`.
 * @param runs.part fewer than `whole`, in the test's own unit
 */
export const size = ({ part, whole }: { readonly part: number; readonly whole: number }): number =>
  process.env.NIXSMITH_LONG === "1" ? whole : part;
