import { type Counters, hostCounters, wholeHostCounters } from "./counters.js";
import { homeRows } from "./homes.js";
import type { Row, Settings } from "./row.js";

/** What the emitted modules cost those who evaluate them, in Nix's own counters. */
export async function evaluationRows(settings: Settings): Promise<readonly Row[]> {
  const host = await hostCounters();
  const hostRow: Row = {
    what: "evaluating the guide's host with the NixOS module, thunks",
    against: "the host without it, on the stand-in NixOS of the tests",
    ratio: host.with.thunks / host.without.thunks,
    detail: `${shown(host.with)} to ${shown(host.without)}; ceiling in test/nixos/counters.test.ts`,
  };
  return [hostRow, ...(await wholeHostRows(settings.nixos)), ...(await homeRows(settings))];
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
