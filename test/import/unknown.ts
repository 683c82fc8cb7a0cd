import type { Loss } from "../../src/compiler/importers/loss.js";

/** Paths whose types could not be found. A registry can have a release before it has the packages that this imports. */
export const unknownPaths = (losses: readonly Loss[]): ReadonlySet<string> =>
  new Set(losses.filter(({ reason }) => reason.includes("is not known here")).map(({ path }) => path));
