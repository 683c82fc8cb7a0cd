import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { NixMissingError } from "./failure.js";

/** Limits of one Nix process. */
export interface NixLimits {
  /** Milliseconds before the process is killed; 300,000 unless given. */
  readonly timeout?: number;
  /** Characters of output before the process is killed; 64 Mi unless given. */
  readonly maxOutput?: number;
  /** Directories and files Nix may read; everything unless given. A path is allowed with all that is below it. */
  readonly reads?: readonly string[];
}

/** What a Nix process left behind. */
export interface NixRun {
  readonly stdout: string;
  readonly stderr: string;
  /** How the process fell short of ending by itself with status 0. */
  readonly stopped: "failed" | "timeout" | "output" | undefined;
}

/**
 * A private directory for Nix: home, configuration and store. Nothing of the user's settings or store has a say or is
 * written to, and no daemon or write access to /nix is needed; paths are still named /nix/store/….
 */
export interface Sandbox {
  readonly directory: string;
  /**
   * Runs a Nix command to its end; it sees PATH of our own environment and nothing else.
   * @throws NixMissingError
   */
  run(command: string, args: readonly string[], input?: string): Promise<NixRun>;
}

/** Milliseconds: for what never ends, on a machine that does other things as well. */
export const defaultTimeout = 300_000;

/** Builds and downloads have no part in evaluation. */
const configuration = [
  "experimental-features = nix-command",
  "allow-import-from-derivation = false",
  "substituters =",
  "connect-timeout = 1",
  "download-attempts = 1",
];

/** Gives a sandbox to `work` and removes it afterwards. */
export async function inSandbox<Result>(
  { timeout = defaultTimeout, maxOutput = 2 ** 26, reads }: NixLimits,
  work: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "nixsmith-"));
  const allowed = reads === undefined ? [] : [directory, ...reads];
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: directory,
    TMPDIR: directory,
    NIX_CONF_DIR: directory,
    NIX_CONFIG: [...configuration, `restrict-eval = ${reads !== undefined}`].join("\n"),
    NIX_PATH: "",
  };
  // Restricted evaluation reads what the search path names, and nothing else.
  const options = ["--store", directory, ...allowed.flatMap((path, index) => ["-I", `read${index}=${path}`])];
  const run: Sandbox["run"] = async (command, args, input = "") => {
    const result = await execa(command, [...args, ...options], {
      env,
      extendEnv: false,
      input,
      reject: false,
      timeout,
      maxBuffer: maxOutput,
      killSignal: "SIGKILL",
      stripFinalNewline: false,
    });
    if (result.code === "ENOENT") throw new NixMissingError(command, result.cause);
    const { stdout, stderr } = result;
    if (!result.failed) return { stdout, stderr, stopped: undefined };
    return {
      stdout,
      stderr,
      stopped: result.timedOut ? "timeout" : result.isMaxBuffer ? "output" : "failed",
    };
  };
  try {
    return await work({ directory, run });
  } finally {
    await removeStore(directory);
  }
}

/** Nix makes the directories of its store read-only, which stops anyone but root from emptying them. */
async function removeStore(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const directories = entries.filter((entry) => entry.isDirectory());
  await Promise.all(directories.map((entry) => chmod(join(entry.parentPath, entry.name), 0o700)));
  await rm(directory, { recursive: true, force: true });
}
