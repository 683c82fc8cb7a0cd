import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { type Repository, readRepository } from "../../src/toolkit/init/repository/flake.js";

const example = (path: string): string => readFileSync(join(packageRoot, "examples", path), "utf8");

const cases: readonly [string, { readonly given: string; readonly want: Repository }][] = [
  ["nothing", { given: "", want: { kind: undefined, hosts: [] } }],
  [
    "the example of an overlay",
    { given: example("m3ta-nixpkgs/flake.nix"), want: { kind: "overlay", hosts: [] } },
  ],
  [
    "the example of a host",
    { given: example("nixos-config/flake.nix"), want: { kind: "host", hosts: ["m3-kratos"] } },
  ],
  [
    "overlays",
    { given: "{outputs = _: {overlays.default = final: prev: {};};}", want: { kind: "overlay", hosts: [] } },
  ],
  [
    "modules in a set",
    { given: "{outputs = _: {nixosModules = {};};}", want: { kind: "overlay", hosts: [] } },
  ],
  ["a shell alone", { given: "{outputs = _: {devShells = {};};}", want: { kind: undefined, hosts: [] } }],
  [
    "hosts in a set, beside overlays",
    {
      given: `{outputs = {nixpkgs, ...}: {
        overlays.default = _: _: {};
        nixosConfigurations = {
          alpha = nixpkgs.lib.nixosSystem {modules = [];};
          "beta-2" = inputs.nixpkgs.lib.nixosSystem {modules = [];};
        };
      };}`,
      want: { kind: "host", hosts: ["alpha", "beta-2"] },
    },
  ],
  [
    "hosts made by a function",
    { given: "{outputs = _: {nixosConfigurations = mapHosts ./hosts;};}", want: { kind: "host", hosts: [] } },
  ],
  [
    "what only comments speak of",
    {
      given: "{ # nixosConfigurations.x = 1;\n /* overlays = 1; */ outputs = _: {};}",
      want: { kind: undefined, hosts: [] },
    },
  ],
];

describe("what a flake.nix says of its repository", () => {
  it.each(cases)("%s", (_, { given, want }) => {
    expect(readRepository(given)).toEqual(want);
  });
});
