import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Json } from "../ir/types.js";
import { NixEvaluationError, NixTimeoutError, readFailure } from "./failure.js";
import { defaultTimeout, inSandbox, type NixLimits, type NixRun, type Sandbox } from "./sandbox.js";
import { quoted } from "./strings.js";

/** What became of one of many expressions. */
export type Outcome =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: NixEvaluationError };

/** Read-write, or files that the expression itself puts into the (private) store could not be read back. */
const evaluation = ["--eval", "--strict", "--json", "--read-write-mode"];

/**
 * The value of a Nix expression, forced whole (`nix-instantiate --eval --strict --json`). Paths in it have to be
 * absolute. Nix 2.8 writes floats with six digits; where more are needed, compare inside Nix.
 * @throws NixEvaluationError, NixTimeoutError, NixMissingError
 */
export async function evaluateNix(
  expression: string,
  limits: NixLimits & { readonly name?: string } = {},
): Promise<Json> {
  const run = await inSandbox(limits, (sandbox) =>
    sandbox.run("nix-instantiate", [...evaluation, "-"], expression),
  );
  const outcome = readOutcome(limits.name ?? "expression", run, limits);
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

/**
 * The values of many expressions out of one Nix process, by name. A failing one leaves the others as they
 * are, and what they import alike is evaluated once. Values are what `builtins.toJSON` makes of them; paths have to be
 * absolute. The limits are for all together; after one is stopped by them the rest starts anew.
 * @throws NixMissingError, and NixEvaluationError where Nix does not get as far as the first expression
 */
export async function evaluateMany(
  expressions: Readonly<Record<string, string>>,
  limits: NixLimits = {},
): Promise<Record<string, Outcome>> {
  return inSandbox(limits, async (sandbox) => {
    const questions = await Promise.all(
      Object.entries(expressions).map(async ([name, source], index) => {
        const file = join(sandbox.directory, `${index}.nix`);
        await writeFile(file, source);
        return { name, file };
      }),
    );
    const answered: Answer[] = [];
    while (answered.length < questions.length) {
      answered.push(...(await ask(sandbox, questions.slice(answered.length), limits)));
    }
    return Object.fromEntries(answered);
  });
}

interface Question {
  readonly name: string;
  readonly file: string;
}
type Answer = readonly [name: string, outcome: Outcome];

/**
 * Asks one `nix repl`, which outlives a failed expression where `nix-instantiate` does not. Each question is announced
 * on stderr, so what follows is its value or the report of its error. Answers at least the first question, the others
 * only up to the one that ends Nix (2.8 dies of a stack overflow) or leaves no report: the repl takes a file that ends
 * too early for a line to be continued.
 */
async function ask(
  sandbox: Sandbox,
  questions: readonly Question[],
  limits: NixLimits,
): Promise<readonly Answer[]> {
  const mark = randomBytes(16).toString("hex");
  const lines = questions.map(({ file }) => {
    const value = `builtins.toJSON (import ${quoted(file)})`;
    return `builtins.trace "${mark}" (builtins.trace ("${mark} " + ${value}) null)\n`;
  });
  const run = await sandbox.run("nix", ["repl"], lines.join(""));
  const [banner = "", ...reports] = run.stderr.split(`trace: ${mark}\n`);
  if (reports.length === 0) throw readError("nix repl", banner);
  const answers: Answer[] = [];
  for (const [index, { name, file }] of questions.slice(0, reports.length).entries()) {
    const report = reports[index] ?? "";
    const whole = report.split("\n").slice(0, -1);
    const value = whole.find((line) => line.startsWith(`trace: ${mark} `));
    if (value !== undefined) {
      answers.push([name, readJson(name, value.slice(`trace: ${mark} `.length))]);
    } else if (/^error:/m.test(report)) {
      answers.push([name, { ok: false, error: readError(name, report.replaceAll(file, name)) }]);
    } else {
      const end =
        run.stopped === undefined ? await sandbox.run("nix-instantiate", [...evaluation, file]) : run;
      answers.push([name, readOutcome(name, { ...end, stderr: end.stderr.replaceAll(file, name) }, limits)]);
      break;
    }
  }
  return answers;
}

function readOutcome(name: string, run: NixRun, { timeout = defaultTimeout }: NixLimits): Outcome {
  switch (run.stopped) {
    case undefined:
      return readJson(name, run.stdout);
    case "timeout":
      return { ok: false, error: new NixTimeoutError(name, timeout, run.stderr) };
    case "output":
      return {
        ok: false,
        error: new NixEvaluationError("more output than it may have", name, undefined, ""),
      };
    case "failed":
      return { ok: false, error: readError(name, run.stderr) };
  }
}

/** Nix 2.8 writes infinite floats, which JSON does not know. */
function readJson(name: string, text: string): Outcome {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (cause) {
    const message = `Nix printed what is no JSON (${String(cause)})`;
    return { ok: false, error: new NixEvaluationError(message, name, undefined, text) };
  }
}

function readError(name: string, output: string): NixEvaluationError {
  const { message, position } = readFailure(output);
  return new NixEvaluationError(message, name, position, output);
}

/**
 * Checks that files are Nix: their syntax, and that every variable is bound.
 * @returns an error for each file that is not
 * @throws NixMissingError
 */
export async function parseNix(
  files: readonly string[],
  limits: NixLimits = {},
): Promise<readonly NixEvaluationError[]> {
  return inSandbox(limits, async (sandbox) => {
    const parse = (some: readonly string[]): Promise<NixRun> =>
      sandbox.run("nix-instantiate", ["--parse", ...some.map((file) => resolve(file))]);
    // Nix stops at the first error, so only a set known to have one is parsed file by file.
    if (files.length === 0 || (await parse(files)).stopped === undefined) return [];
    const errors: NixEvaluationError[] = [];
    for (const file of files) {
      const { stopped, stderr } = await parse([file]);
      if (stopped !== undefined) errors.push(readError(file, stderr));
    }
    return errors;
  });
}
