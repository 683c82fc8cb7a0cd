import { readFile } from "node:fs/promises";
import { z } from "zod";
import { NixsmithError } from "../../errors.js";
import { evaluateNix } from "./evaluate.js";
import { quoted } from "./strings.js";

/** The part of flake.lock that is read here (Nix manual, "nix flake", "Lock files"). */
const lockFile = z.object({
  root: z.string(),
  nodes: z.record(
    z.string(),
    z.object({
      /** A node's name, or a path of inputs from the root where one input follows another. */
      inputs: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
      locked: z.object({ narHash: z.string() }).optional(),
    }),
  ),
});
type LockFile = z.infer<typeof lockFile>;

/**
 * Where the store keeps the tree that a flake.lock names for an input of the flake; whether it does is not looked at.
 * @returns undefined where there is no such file or input
 * @throws NixsmithError for a file that is no flake.lock, NixMissingError
 */
export async function lockedPath(file: string, input: string): Promise<string | undefined> {
  const text = await readFile(file, "utf8").catch(ignoreMissing);
  if (text === undefined) return undefined;
  const lock = parseLock(file, text);
  const narHash = lock.nodes[follow(lock, [input]) ?? ""]?.locked?.narHash;
  if (narHash === undefined) return undefined;
  // The path follows from the hash; a derivation that promises the same content has it too.
  const path = await evaluateNix(
    `(derivation {
    name = "source";
    builder = "none";
    system = "none";
    outputHashMode = "recursive";
    outputHashAlgo = "sha256";
    outputHash = ${quoted(narHash)};
  }).outPath`,
    { name: file },
  );
  return z.string().parse(path);
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

function parseLock(file: string, text: string): LockFile {
  try {
    return lockFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new NixsmithError("cannot be read", {
      where: file,
      expected: "a lock file as `nix flake lock` writes it",
      mend: "run `nix flake lock`, or restore the file",
      cause,
    });
  }
}

/** The name of the node at a path of inputs from the root. */
function follow(lock: LockFile, path: readonly string[]): string | undefined {
  return path.reduce<string | undefined>((node, input) => {
    const next = lock.nodes[node ?? ""]?.inputs?.[input];
    return typeof next === "string" || next === undefined ? next : follow(lock, next);
  }, lock.root);
}
