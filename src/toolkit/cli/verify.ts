import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Colours } from "../../colours.js";
import { findLibrary } from "../../compiler/nix/library.js";
import { isolatedAmong, type Program } from "../../compiler/program/types.js";
import { NixsmithError } from "../../errors.js";
import { type HostFile, loadHost } from "../../isolation/host/load.js";
import { chosenPrograms, hostOptionsOf } from "../declaration/programs.js";
import { belongsTo } from "../tree/modules.js";
import { guideHost } from "../verify/guide.js";
import type { Outcome } from "../verify/outcome.js";
import { verify as verifyTree } from "../verify/verify.js";
import type { Io } from "./io.js";
import { withProgress } from "./progress.js";

export interface VerifyOptions {
  readonly host?: string;
  readonly config?: string;
  readonly only?: string;
  readonly json?: true;
}

/**
 * `nixsmith verify [DIR]`: 0 where every check that ran is content, 1 where one found something. A check that cannot run
 * for want of a program counts as found under CI, where nobody reads that it was left out.
 */
export async function verify(directory: string, options: VerifyOptions, io: Io): Promise<number> {
  const modules = resolve(io.cwd, directory);
  const scope = { cwd: io.cwd, ...options };
  const programs = await chosenPrograms(scope);
  const files = existsSync(modules) ? ofPrograms(filesBelow(modules), programs, options.only) : [];
  if (files.length === 0) {
    throw new NixsmithError("there is nothing to verify", {
      where: modules,
      mend: "run nixsmith generate first",
    });
  }
  const host = await hostOf(options, programs, io);
  io.err(`library: ${(await findLibrary()).describe}\n`);

  const outcomes = await withProgress(io, ({ step, clear }) => {
    const report = (outcome: Outcome): void => {
      clear();
      if (options.json !== true) io.out(outcomeText(outcome, io.colours.out));
    };
    return verifyTree({ modules, files, programs, ...host }, report, step);
  });
  if (options.json === true) io.out(`${JSON.stringify(outcomes, null, 2)}\n`);
  const bad: readonly Outcome["status"][] = io.env.CI ? ["failed", "not run"] : ["failed"];
  return outcomes.some(({ status }) => bad.includes(status)) ? 1 : 0;
}

/** The host named, or the guide's; none where nothing is isolated that it could run. */
async function hostOf(
  { host }: VerifyOptions,
  programs: readonly Program[],
  io: Io,
): Promise<{ readonly host?: HostFile }> {
  if (host === undefined && isolatedAmong(programs).length === 0) return {};
  const set = await hostOptionsOf(programs);
  return { host: host === undefined ? guideHost(set) : loadHost(resolve(io.cwd, host), host, set) };
}

/** The files of the tree, or with `--only` those of one program. */
function ofPrograms(
  files: readonly string[],
  programs: readonly Program[],
  only: string | undefined,
): readonly string[] {
  if (only === undefined) return files;
  const belongs = programs.map(belongsTo);
  return files.filter((file) => belongs.some((isOwn) => isOwn(file)));
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

function outcomeText({ check, status, detail }: Outcome, colours: Colours): string {
  const paint = { ok: colours.green, failed: colours.red, "not run": colours.yellow }[status];
  const [first = "", ...rest] = detail.split("\n");
  const lines = [`${paint(status.padEnd(8))}${check}: ${first}`, ...rest.map((line) => `        ${line}`)];
  return `${lines.join("\n")}\n`;
}
