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

type Cases = Readonly<Record<string, { readonly typed: Typed; readonly values: readonly Json[] }>>;

/** What becomes of a value: refused, or taken, and then what the module system makes of it is written. */
export type Judged = { readonly taken: false } | { readonly taken: true; readonly written: Json };

/** For each named type, which of the values `lib.evalModules` takes; see {@link judgements}. */
export async function verdicts(cases: Cases): Promise<ReadonlyMap<string, readonly boolean[]>> {
  const judged = await judgements(cases);
  return new Map([...judged].map(([name, all]) => [name, all.map(({ taken }) => taken)]));
}

/**
 * For each named type, what `lib.evalModules` makes of values for an option of that type, as the module that is emitted
 * for it declares it. All in one Nix process.
 */
export async function judgements(cases: Cases): Promise<ReadonlyMap<string, readonly Judged[]>> {
  const library = (await findLibrary()).path;
  const expressions = Object.entries(cases).map(([name, { typed, values }]) => [
    name,
    judgement(library, typed, values),
  ]);
  const outcomes = await evaluateMany(Object.fromEntries(expressions));
  return new Map(Object.entries(outcomes).map(([name, outcome]) => [name, judgedOf(name, outcome)]));
}

/** The Nix expression that yields a list: an empty one for a value that is refused, else what is written of it. */
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
    judged = value: let
      written = type.withoutNulls (evaluated value);
    in
      lib.optional (builtins.tryEval (builtins.deepSeq written true)).success written;
  in
    map judged (builtins.fromJSON ${quoted(JSON.stringify(values))})`;
}

function judgedOf(name: string, outcome: Outcome): readonly Judged[] {
  if (!outcome.ok) throw new Error(`${name}: ${outcome.error.message}`, { cause: outcome.error });
  if (!Array.isArray(outcome.value)) throw new Error(`${name}: not a list`);
  return outcome.value.map((written: Json): Judged => {
    const [only] = Array.isArray(written) ? written : [];
    return only === undefined ? { taken: false } : { taken: true, written: only };
  });
}
