import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** Where the lab keeps what it makes, outside the repository (XDG base directory specification). */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "nixsmith", "lab");

/** Runs `body` while no other process runs one under the same file; the lock ends with this process. */
async function withLock<T>(file: string, body: () => Promise<T>): Promise<T> {
  const holder = execa("flock", ["--exclusive", file, "sh", "-c", "echo held && cat"], { buffer: false });
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once("data", () => resolve());
    holder.catch(reject);
  });
  try {
    return await body();
  } finally {
    holder.stdin.end();
    await holder;
  }
}

/**
 * Path of what `make` makes in an empty directory, made once and never written to afterwards: there is all of it or nothing.
 * @param name says all that it is made of
 */
export async function cached(name: string, make: (directory: string) => Promise<void>): Promise<string> {
  const target = join(cacheDir, name);
  await mkdir(dirname(target), { recursive: true });
  return withLock(`${target}.lock`, async () => {
    if (existsSync(target)) return target;
    const scratch = await mkdtemp(`${target}.new-`);
    try {
      const made = join(scratch, "made");
      await mkdir(made);
      await make(made);
      await rename(made, target);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    return target;
  });
}
