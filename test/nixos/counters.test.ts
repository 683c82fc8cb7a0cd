import { expect, it } from "vitest";
import { hostCounters } from "../../bench/counters.js";

/**
 * What the guide's host may cost to evaluate: thunks that the module adds to a host without it. One version of Nix and of
 * nixpkgs' library counts the same every time; the margin is for other versions of either and for small changes. Who
 * passes it on purpose raises it here, and says why.
 */
const added = 23_581;
const margin = 1.15;

it("costs a host no more thunks than the module is known to take", async () => {
  const host = await hostCounters();
  const cost = host.with.thunks - host.without.thunks;
  expect(cost).toBeLessThan(added * margin);
  expect(cost).toBeGreaterThan(added / 2);
});
