import { execa } from "execa";
import { NixsmithError } from "../../errors.js";
import { NotRun } from "./outcome.js";

/** The programs that check, and the package of Debian and of nixpkgs that has each. */
const packages = {
  shellcheck: { debian: "shellcheck", nixpkgs: "shellcheck" },
  "systemd-analyze": { debian: "systemd", nixpkgs: "systemd" },
  visudo: { debian: "sudo", nixpkgs: "sudo" },
} as const;

type Program = keyof typeof packages;

/** Milliseconds. shellcheck takes a minute of a busy processor for the scripts of two agents. */
const patience = 600_000;

/**
 * Runs a program and gives what it printed on either stream.
 * @throws {NotRun} where it is not installed, saying how to get it
 * @throws {NixsmithError} where it fails, with what it printed
 */
export async function runTool(
  program: Program,
  args: readonly string[],
  { input = "", cwd = process.cwd() }: { readonly input?: string; readonly cwd?: string } = {},
): Promise<string> {
  const { PATH = "" } = process.env;
  const result = await execa(program, args, {
    input,
    cwd,
    all: true,
    reject: false,
    timeout: patience,
    // visudo is where users do not look.
    env: { PATH: `${PATH}:/usr/sbin:/sbin`, LC_ALL: "C" },
  });
  if (result.code === "ENOENT") throw notInstalled(program);
  const { all = "" } = result;
  if (result.timedOut) throw new NixsmithError(`${program} had not ended after ${patience / 60_000} minutes`);
  if (result.failed) throw new NixsmithError(all.trim() || `${program} failed without a word`);
  return all;
}

function notInstalled(program: Program): NotRun {
  const { debian, nixpkgs } = packages[program];
  return new NotRun(`${program} is not installed`, {
    mend: `apt-get install ${debian}, or nix shell nixpkgs#${nixpkgs}`,
  });
}
