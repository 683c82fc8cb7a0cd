import { type Counters, homeCounters, hostCounters } from "./counters.js";
import type { Row, Settings } from "./row.js";

/** What the emitted modules cost those who evaluate them, in Nix's own counters. */
export async function evaluationRows({ homeManager }: Settings): Promise<readonly Row[]> {
  const host = await hostCounters();
  const hostRow: Row = {
    what: "evaluating the guide's host with the NixOS module, thunks",
    against: "the host without it, on the stand-in NixOS of the tests",
    ratio: host.with.thunks / host.without.thunks,
    detail: `${shown(host.with)} to ${shown(host.without)}; ceiling in test/nixos/counters.test.ts`,
  };
  const about = {
    what: "evaluating the Home Manager module with 20 settings, added thunks",
    against: "Home Manager's `programs.pi-coding-agent` with the same",
    goal: 3,
  };
  if (homeManager === undefined)
    return [hostRow, { ...about, detail: "give a checkout of Home Manager: `--home-manager DIR`" }];
  const { none, ours, theirs } = await homeCounters(homeManager);
  const [added, theirAdded] = [ours.thunks - none.thunks, theirs.thunks - none.thunks];
  const detail = `${added} to ${theirAdded} on top of ${none.thunks}; calls ${ours.calls - none.calls} to ${theirs.calls - none.calls}`;
  return [hostRow, { ...about, ratio: added / theirAdded, detail }];
}

const shown = ({ thunks, calls }: Counters): string => `${thunks} thunks and ${calls} calls`;
