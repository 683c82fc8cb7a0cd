import { expect, test } from "vitest";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { type Case, scope, testCases } from "../nixos-stubs/support.js";

const cases: readonly Case[] = [
  [
    "a file of the home directory",
    {
      given: `let file = (home { home.file."/home/alice/a b" = { text = "x"; executable = true; }; }).config.home.file."/home/alice/a b"; in [file.target file.source.files file.source.name]`,
      want: { value: ["a b", { "": { executable: true, text: "x" } }, "hm_homealiceab"] },
    },
  ],
  [
    "an activation step",
    {
      given: `(home ({lib, ...}: { home.activation.a = lib.hm.dag.entryAfter ["writeBoundary"] "x"; home.activation.b = "y"; })).config.home.activation`,
      want: {
        value: {
          a: { after: ["writeBoundary"], before: [], data: "x" },
          b: { after: [], before: [], data: "y" },
        },
      },
    },
  ],
];

testCases(cases);

const homeManager = process.env.NIXSMITH_HOME_MANAGER ?? "";
if (homeManager !== "") {
  test("the stubs are what Home Manager declares", async () => {
    const given = `import (stubs + "/home-manager-stubs/compare.nix") { inherit lib; homeManager = ${quoted(homeManager)}; }`;
    expect(await evaluateNix(scope + given)).toEqual([]);
  });
}
