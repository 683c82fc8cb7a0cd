import { join } from "node:path";
import { typeFile } from "../../src/compiler/emit/options.js";
import type { Imported } from "../../src/compiler/importers/import.js";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";

/** A type to judge values by. */
export type Typed = Pick<Imported, "type" | "definitions">;

const provenance = { version: "test", title: "app", source: "test" };

/**
 * For each named type, which of the values `lib.evalModules` takes for an option of that type, as the module that is
 * emitted for it declares it. All in one Nix process.
 */
export async function verdicts(
  cases: Readonly<Record<string, { readonly typed: Typed; readonly values: readonly Json[] }>>,
): Promise<ReadonlyMap<string, readonly boolean[]>> {
  const library = (await findLibrary()).path;
  const expressions = Object.entries(cases).map(([name, { typed, values }]) => [
    name,
    judgement(library, typed, values),
  ]);
  const outcomes = await evaluateMany(Object.fromEntries(expressions), { timeout: 280_000 });
  return new Map(Object.entries(outcomes).map(([name, outcome]) => [name, booleans(name, outcome)]));
}

/** The Nix expression that yields a list of true and false. */
function judgement(library: string, { type, definitions }: Typed, values: readonly Json[]): string {
  return `let
    lib = import ${quoted(library)};
    pkgs = import ${quoted(join(packageRoot, "test/nixos-stubs/pkgs.nix"))} {inherit lib;};
    type = (${typeFile(type, definitions, provenance)}) {inherit lib pkgs;};
    evaluated = value: (lib.evalModules {
      modules = [
        {options.value = lib.mkOption {inherit type;};}
        {config = {inherit value;};}
      ];
    }).config.value;
  in
    map (value: (builtins.tryEval (builtins.deepSeq (evaluated value) true)).success)
    (builtins.fromJSON ${quoted(JSON.stringify(values))})`;
}

function booleans(name: string, outcome: Outcome): readonly boolean[] {
  if (!outcome.ok) throw new Error(`${name}: ${outcome.error.message}`, { cause: outcome.error });
  if (!Array.isArray(outcome.value)) throw new Error(`${name}: not a list`);
  return outcome.value.map((value) => value === true);
}
