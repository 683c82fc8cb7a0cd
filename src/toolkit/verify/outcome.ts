import { NixMissingError } from "../../compiler/nix/failure.js";
import { NixsmithError } from "../../errors.js";

/** How one check came out. */
export interface Outcome {
  readonly check: string;
  readonly status: "ok" | "failed" | "not run";
  /** What was looked at, what is wrong line by line, or what is missing and how to get it. */
  readonly detail: string;
}

/** A check that could not be run, and why; it is no verdict on what was generated. */
export class NotRun extends NixsmithError {
  override readonly name = "NotRun";
}

/** Runs one check, which gives what it looked at, or throws what is wrong. Defects of ours are thrown on. */
export async function outcomeOf(check: string, run: () => Promise<string>): Promise<Outcome> {
  try {
    return { check, status: "ok", detail: await run() };
  } catch (error) {
    if (!(error instanceof NixsmithError)) throw error;
    const isMissing = error instanceof NotRun || error instanceof NixMissingError;
    return { check, status: isMissing ? "not run" : "failed", detail: error.render() };
  }
}
