import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../../src/root.js";
import { writeTree } from "./agents.js";
import type { Variant } from "./variants.js";

/** What NixOS would make of one variant; see host.nix. */
export interface Plan {
  readonly sudo: "sudo" | "sudo-rs";
  /** Messages of failed assertions; a host with any could not be built. */
  readonly refused: readonly string[];
  readonly warnings: readonly string[];
  /** By the last name of their options' path. */
  readonly agents: Readonly<Record<string, Account>>;
  /** Text of sudoers(5). */
  readonly sudoers: string;
  /** Unit name without suffix -> text of its drop-in. */
  readonly dropIns: Readonly<Record<string, string>>;
  /** Name -> text of each unit that is no drop-in. */
  readonly units: Readonly<Record<string, string>>;
  /** Text of tmpfiles.d(5). */
  readonly tmpfiles: string;
  /** Paths of the packages whose bin/ is on everyone's PATH. */
  readonly packages: readonly string[];
}

export interface Account {
  readonly user: string;
  readonly group: string;
  readonly home: string;
}

export interface Evaluation<Name extends string> {
  readonly plans: Readonly<Record<Name, Plan>>;
  /** Store paths that the plans refer to, directly or not. */
  readonly closure: readonly string[];
}

/** Nix reads the sources, wherever this file was compiled to. */
const source = (path: string) => join(packageRoot, "test", path);

/** Nothing is fetched, and what is built are texts: no sandbox, no build users, no cache. */
const nixOptions = ["sandbox", "false", "substitute", "false", "build-users-group", ""];

/**
 * Evaluates the NixOS module for each variant with the real Nix, and builds the scripts that come of it.
 * @param subject the agent in whose place the command `probe` runs, by the last name of its options' path
 * @throws ExecaError with Nix's own message, or Error when a variant fails an assertion of the module.
 */
export async function evaluate<Name extends string>(
  variants: Readonly<Record<Name, Variant>>,
  subject: string,
): Promise<Evaluation<Name>> {
  const scratch = await mkdtemp(join(tmpdir(), "nixsmith-plans-"));
  try {
    const variantsPath = join(scratch, "variants.json");
    await writeFile(variantsPath, JSON.stringify(variants));
    const options = [0, 2, 4].flatMap((at) => ["--option", ...nixOptions.slice(at, at + 2)]);
    const treePath = await writeTree(join(scratch, "overlay"));
    const given = Object.entries({ libPath: source("nixlib/lib"), variantsPath, treePath, subject }).flatMap(
      ([name, value]) => ["--argstr", name, value],
    );
    const { stdout: file } = await execa("nix-build", [
      "--quiet",
      "--no-out-link",
      ...options,
      ...given,
      source("e2e/lab/host.nix"),
    ]);
    const plans = JSON.parse(await readFile(file, "utf8")) as Record<Name, Plan>;
    for (const [name, { refused }] of Object.entries<Plan>(plans)) {
      if (refused.length > 0) throw new Error(`variant "${name}" is refused: ${refused.join("; ")}`);
    }
    const { stdout: closure } = await execa("nix-store", ["--query", "--requisites", file]);
    return { plans, closure: closure.split("\n").filter((path) => path !== file) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
