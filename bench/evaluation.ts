import { type Counters, homeCounters, hostCounters, wholeHostCounters } from "./counters.js";
import type { Row, Settings } from "./row.js";

/** What the emitted modules cost those who evaluate them, in Nix's own counters. */
export async function evaluationRows({ homeManager, nixos }: Settings): Promise<readonly Row[]> {
  const host = await hostCounters();
  const hostRow: Row = {
    what: "evaluating the guide's host with the NixOS module, thunks",
    against: "the host without it, on the stand-in NixOS of the tests",
    ratio: host.with.thunks / host.without.thunks,
    detail: `${shown(host.with)} to ${shown(host.without)}; ceiling in test/nixos/counters.test.ts`,
  };
  const hostRows = [hostRow, ...(await wholeHostRows(nixos))];
  const about = {
    what: "evaluating the Home Manager module with 20 settings, added thunks",
    against: "Home Manager's `programs.pi-coding-agent` with the same",
    goal: 3,
  };
  if (homeManager === undefined)
    return [...hostRows, { ...about, detail: "give a checkout of Home Manager: `--home-manager DIR`" }];
  const { none, ours, theirs } = await homeCounters(homeManager);
  const [added, theirAdded] = [ours.thunks - none.thunks, theirs.thunks - none.thunks];
  const detail = `${added} to ${theirAdded} on top of ${none.thunks}; calls ${ours.calls - none.calls} to ${theirs.calls - none.calls}`;
  return [...hostRows, { ...about, ratio: added / theirAdded, detail }];
}

/** What the module may add to a whole NixOS, in thunks: with the guide's options, and imported but not enabled. */
const goals = { enabled: 25_000, imported: 537 } as const;

async function wholeHostRows(nixos: string | undefined): Promise<readonly Row[]> {
  const row = (what: string, thunks: number) => ({
    what,
    against: `${thunks} thunks on top of a whole NixOS`,
    goal: 1,
  });
  const enabled = row("the guide's host in a whole NixOS, added thunks", goals.enabled);
  const imported = row("the NixOS module imported and not enabled, added thunks", goals.imported);
  if (nixos === undefined) {
    const detail = "give a tree with NixOS' modules: `--nixos DIR`";
    return [
      { ...enabled, detail },
      { ...imported, detail },
    ];
  }
  const counted = await wholeHostCounters(nixos);
  const added = (which: keyof typeof goals): number => counted[which].thunks - counted.none.thunks;
  const measured = (which: keyof typeof goals) => ({
    ratio: added(which) / goals[which],
    detail: `${added(which)} on top of ${counted.none.thunks}`,
  });
  return [
    { ...enabled, ...measured("enabled") },
    { ...imported, ...measured("imported") },
  ];
}

const shown = ({ thunks, calls }: Counters): string => `${thunks} thunks and ${calls} calls`;
