import { join } from "node:path";
import { expect, it } from "vitest";
import { at, countersOf } from "../../bench/counters.js";
import { homeCosts } from "../../bench/homes.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";

// What the Home Manager module costs, in thunks, which repeat. Who passes a ceiling on purpose raises it here, and says why.

const { path } = await findLibrary();

async function added(options: string): Promise<number> {
  const home = (modules: string) =>
    countersOf(`(home: [home.failedAssertions home.warnings home.config.home.file]) (import ${at("test/home-manager-stubs/eval.nix")} {
      lib = import ${quoted(path)};
      modules = [${modules}];
    })`);
  const ours = `${at("modules/home-manager/pi")} {coding.agents.pi = {enable = true; ${options}};}`;
  return (await home(ours)).thunks - (await home("")).thunks;
}

const file = join(import.meta.dirname, "../fixtures/settings-files/settings.toml");
const margin = 1.15;

it.each([
  ["nothing set", "", 4_149],
  ["one key binding", 'keybindings."tui.editor.cursorUp" = ["up"];', 8_856],
  ["a file of settings", `settings = ${file};`, 9_880],
])("adds no more to a home than is known, with %s", async (_, options, known) => {
  const thunks = await added(options);
  expect(thunks).toBeLessThan(known * margin);
  expect(thunks).toBeGreaterThan(known / 2);
});

const checkout = process.env.NIXSMITH_HOME_MANAGER ?? "";
const hasBoth = checkout !== "" && (await findLibrary()).origin !== "stand-in";

// Enabled with nothing set, most of it is that twice as many options are read as Home Manager's module has.
it.runIf(hasBoth)(
  "adds to the whole of Home Manager a multiple of what its own module does",
  async () => {
    const { bare, cases } = await homeCosts(checkout, undefined);
    const ratio = ({ ours, theirs }: (typeof cases)["three settings"]): number =>
      (ours.thunks - bare.thunks) / (theirs.thunks - bare.thunks);
    expect(ratio(cases["three settings"])).toBeLessThan(2.5);
    expect(ratio(cases["one key binding"])).toBeLessThan(2.5);
    expect(ratio(cases["enabled with nothing set"])).toBeLessThan(3.1);
  },
  240_000,
);
