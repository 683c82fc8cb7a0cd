import { resolve } from "node:path";
import { type Format, formats } from "../../compiler/diff/report/formats/index.js";
import { type FailOn, summary } from "../../compiler/diff/report/report.js";
import { rules } from "../../compiler/diff/rules/index.js";
import { NixsmithError } from "../../errors.js";
import type { HostFile } from "../../isolation/host/load.js";
import { compareStates } from "../library/compare.js";
import type { Io } from "./io.js";

export interface DiffOptions {
  readonly format: Format;
  readonly failOn: FailOn;
  readonly ignore?: string;
  readonly rules?: true;
  readonly evaluate?: true;
  readonly host?: readonly string[];
  readonly config?: string;
  readonly only?: string;
}

/** `nixsmith diff`: what changed between two states of the options, and 1 where that is as grave as `--fail-on`. */
export async function diff(
  base: string | undefined,
  head: string | undefined,
  options: DiffOptions,
  io: Io,
): Promise<number> {
  if (options.rules === true) {
    io.out(ruleList());
    return 0;
  }
  if (base === undefined)
    throw new NixsmithError("what to compare with is missing", { mend: "name it: `nixsmith diff main`" });
  const hosts = await hostsOf(options, io);
  const { report, notes } = await compareStates(base, head, {
    ...options,
    ...(hosts && { hosts }),
    cwd: io.cwd,
    today: today(),
  });
  io.out(formats[options.format](report, io.colours.out));
  for (const note of notes) io.err(`note: ${note}\n`);
  if (options.format !== "text") io.err(`${summary(report)}\n`);
  return report.failed ? 1 : 0;
}

/** The guide's host and those that were named, where what Nix makes of them is asked for. */
async function hostsOf(
  { evaluate, host = [], ...scope }: DiffOptions,
  { cwd }: Io,
): Promise<readonly HostFile[] | undefined> {
  if (evaluate !== true) {
    if (host.length === 0) return undefined;
    throw new NixsmithError("--host names a host, and nothing is evaluated", { mend: "add --evaluate" });
  }
  const [{ loadHost }, { guideHost }, { hostSet }] = await Promise.all([
    import("../../isolation/host/load.js"),
    import("../verify/guide.js"),
    import("../declaration/programs.js"),
  ]);
  const set = await hostSet({ cwd, ...scope });
  return [guideHost(set), ...host.map((file) => loadHost(resolve(cwd, file), file, set))];
}

function ruleList(): string {
  return rules
    .map(({ id, severity, reference }) => `${severity.padEnd(9)} ${id.padEnd(26)} ${reference}\n`)
    .join("");
}

const today = (): string => new Date().toISOString().slice(0, 10);
