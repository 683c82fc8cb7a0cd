import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { evaluateMany } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith, type Result } from "../cli/command.js";

/** Writes the files of an overlay, by path; what is no text as JSON. */
export function write(cwd: string, files: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), typeof content === "string" ? content : JSON.stringify(content));
  }
}

/** Runs a command line there, which has to be content. */
export async function content(cwd: string, ...argv: readonly string[]): Promise<Result> {
  const result = await nixsmith(argv, { cwd });
  expect(result, result.err).toMatchObject({ status: 0 });
  return result;
}

const checkout = process.env.NIXSMITH_HOME_MANAGER ?? "";
const homeManager = checkout === "" ? "null" : `(/. + ${quoted(checkout)})`;

/** What a home with a program of the overlay is, under the types of the real Home Manager where it is there. */
export async function homeOf(cwd: string, name: string, config: string, select: string): Promise<unknown> {
  const { path } = await findLibrary();
  const { home } = await evaluateMany({
    home: `(${select}) (import ${join(packageRoot, "test/home-manager-stubs/eval.nix")} {
      lib = import ${path};
      homeManager = ${homeManager};
      modules = [${join(cwd, "modules/home-manager", name)} {programs.${name} = {enable = true;} // ${config};}];
    })`,
  });
  if (home?.ok !== true) throw home?.error ?? new Error("nothing");
  return home.value;
}
