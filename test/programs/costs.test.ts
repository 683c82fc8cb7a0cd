import { expect, it } from "vitest";
import { programCosts, programThunks, ratioOf, twenty } from "../../bench/programs.js";
import { homeManager } from "../support/built-homes.js";

/*
 * What typed settings may cost beside Home Manager's untyped ones, in Nix's own counters for a whole home; the counts repeat
 * exactly for one version of Nix, of nixpkgs' library and of Home Manager.
 */
const most = 3;
/** Thunks on the tests' stand-in; the margin is for other versions of Nix and of the library, and for small changes. */
const known: Readonly<Record<string, number>> = { opencode: 18_800, "claude-code": 21_700 };
const margin = 1.3;

it.each(Object.keys(twenty))("20 settings of %s cost no more thunks than is known", async (program) => {
  const thunks = await programThunks(program);
  expect(thunks).toBeLessThan((known[program] ?? 0) * margin);
  expect(thunks).toBeGreaterThan((known[program] ?? 0) / 2);
});

if (homeManager !== undefined) {
  it.each(Object.keys(twenty))(
    "20 settings of %s cost no more than three times the untyped ones",
    async (program) => {
      const costs = await programCosts(program, homeManager ?? "");
      console.log(program, costs, ratioOf(costs));
      expect(ratioOf(costs)).toBeLessThan(most);
      expect(ratioOf(costs)).toBeGreaterThan(0.2);
    },
  );
}
