import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";

/** `given` is Nix, in the scope below; an error is a part of the message. */
export type Case = readonly [
  name: string,
  { readonly given: string; readonly want: { readonly value: Json } | { readonly error: string } },
];

export const library = await findLibrary();

/** What every expression may use: the library, the fake packages, and both evaluations with a module of its own. */
export const scope = `let
  lib = import ${quoted(library.path)};
  stubs = ${quoted(join(packageRoot, "test"))};
  nixos = module: import (stubs + "/nixos-stubs/eval.nix") { inherit lib; modules = [module]; };
  home = module: import (stubs + "/home-manager-stubs/eval.nix") { inherit lib; modules = [module]; };
  pkgs = import (stubs + "/nixos-stubs/pkgs.nix") { inherit lib; };
  configOf = module: (nixos module).config;
  sudoers = module: lib.splitString "\\n" (configOf module).security.sudo.configFile;
in `;

/** Declares a test for each case; one Nix process answers all. */
export function testCases(cases: readonly Case[]): void {
  describe(`with ${library.describe}`, () => {
    let outcomes: Readonly<Record<string, Outcome>> = {};
    beforeAll(async () => {
      const expressions = cases.map(([name, { given }]) => [name, scope + given]);
      outcomes = await evaluateMany(Object.fromEntries(expressions));
    });

    test.each(cases)("%s", (name, { want }) => {
      const wanted =
        "value" in want
          ? { ok: true, value: want.value }
          : { ok: false, error: expect.objectContaining({ message: expect.stringContaining(want.error) }) };
      expect(outcomes[name]).toEqual(wanted);
    });
  });
}
