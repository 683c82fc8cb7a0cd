import { join } from "node:path";
import { findLibrary } from "../src/compiler/nix/library.js";
import { quoted } from "../src/compiler/nix/strings.js";
import { at, type Counters, countersOf } from "./counters.js";
import type { Row, Settings } from "./row.js";

/** What a switch takes from a home: its messages and its activation package. */
const generation = "home: [home.failedAssertions home.warnings home.config.home.activationPackage.outPath]";

/** What somebody says in a home, of either module. */
const sayings = {
  "three settings": 'settings = {defaultProvider = "anthropic"; theme = "dark"; quietStartup = true;};',
  "enabled with nothing set": "",
  "one key binding": 'keybindings."tui.editor.cursorUp" = ["up"];',
} as const;
type Saying = keyof typeof sayings;

/** What a module adds to the whole of Home Manager, which is counted too. */
interface HomeCosts {
  readonly bare: Counters;
  readonly imported: Counters;
  readonly cases: Readonly<Record<Saying, { readonly ours: Counters; readonly theirs: Counters }>>;
  /** With an agents flake; absent without a checkout of one. */
  readonly flake: Counters | undefined;
}

/**
 * Counters of whole homes: without either module, with ours, and with Home Manager's own.
 * @param agents checkout of an agents flake without inputs but nixpkgs
 */
export async function homeCosts(homeManager: string, agents: string | undefined): Promise<HomeCosts> {
  const { path } = await findLibrary();
  const home = (modules: string): Promise<Counters> =>
    countersOf(`let
      nixpkgs = /. + ${quoted(join(path, ".."))};
      loadFlake = directory: let
        self = (import (directory + "/flake.nix")).outputs {
          inherit self;
          nixpkgs.lib = import (nixpkgs + "/lib");
        } // {outPath = directory;};
      in
        self;
    in (${generation}) (import ${at("test/home-manager-stubs/whole.nix")} {
      inherit nixpkgs;
      homeManager = /. + ${quoted(homeManager)};
      modules = [${modules}];
    })`);
  const ours = (options: string): Promise<Counters> =>
    home(`${at("modules/home-manager/pi")} {coding.agents.pi = {enable = true; ${options}};}`);
  const theirs = (options: string): Promise<Counters> =>
    home(`{programs.pi-coding-agent = {enable = true; ${options}};}`);
  const both = async (saying: Saying) => ({
    ours: await ours(sayings[saying]),
    theirs: await theirs(sayings[saying]),
  });
  return {
    bare: await home(""),
    imported: await home(at("modules/home-manager/pi")),
    cases: {
      "three settings": await both("three settings"),
      "enabled with nothing set": await both("enabled with nothing set"),
      "one key binding": await both("one key binding"),
    },
    flake: agents === undefined ? undefined : await ours(`agentsInput = loadFlake (/. + ${quoted(agents)});`),
  };
}

/** What the Home Manager module costs in the whole of Home Manager, beside Home Manager's own module for pi. */
export async function homeRows({ homeManager, agents }: Settings): Promise<readonly Row[]> {
  const against = "what Home Manager's `programs.pi-coding-agent` adds for the same";
  const what = "the Home Manager module in the whole of Home Manager, added thunks";
  if (homeManager === undefined)
    return [{ what, against, goal: 2.5, detail: "give a checkout of Home Manager: `--home-manager DIR`" }];
  const { bare, imported, cases, flake } = await homeCosts(homeManager, agents);
  const added = ({ thunks }: Counters): number => thunks - bare.thunks;
  const caseRows = Object.entries(cases).map(
    ([saying, { ours, theirs }]): Row => ({
      what: `${what}: ${saying}`,
      against,
      ratio: added(ours) / added(theirs),
      goal: 2.5,
      detail: `${added(ours)} to ${added(theirs)} on top of ${bare.thunks}`,
    }),
  );
  const share = (what: string, counters: Counters): Row => ({
    what,
    against: "that home without it",
    ratio: added(counters) / bare.thunks,
    detail: `${added(counters)} on top of ${bare.thunks}`,
  });
  return [
    ...caseRows,
    share(`${what}: imported and not enabled`, imported),
    ...(flake === undefined ? [] : [share(`${what}: an agents flake (\`--agents\`)`, flake)]),
  ];
}
