import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cached } from "./cache.js";

/** Suites of Debian that the lab boots: trixie has systemd 257, sid the newest. */
export const suite = process.env.NIXSMITH_LAB_SUITE || "trixie";

/** Everything that the cached root is made of: a change of any line makes a new one. */
const recipe = {
  revision: 2,
  suite,
  packages: [
    "acl",
    "ca-certificates",
    "dbus",
    "diffutils",
    "git",
    "jq",
    "libnss-extrausers",
    "libpam-systemd",
    "procps",
    "strace",
    "sudo",
    "sudo-rs",
    "systemd",
    "systemd-sysv",
    "tini",
    "tmux",
    "util-linux",
    "yq",
  ],
  /** Nothing at run time reads these, and every run copies the root. */
  prune: [
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
    "usr/share/info",
    "var/lib/apt/lists",
    "var/cache",
  ],
} as const;

async function debootstrap(root: string): Promise<void> {
  const include = recipe.packages.join(",");
  await execa("debootstrap", ["--variant=minbase", `--include=${include}`, recipe.suite, root]);
  await Promise.all(recipe.prune.map((path) => rm(join(root, path), { recursive: true, force: true })));
  await mkdir(join(root, "var/cache"));
}

/**
 * Path of the pristine Debian root with systemd; made on the first call (about two minutes, network needed). The programs are
 * not in it (programs.ts).
 * @throws Error or ExecaError when debootstrap cannot deliver it.
 */
export function pristineRoot(): Promise<string> {
  const key = createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);
  return cached(`root-${key}`, async (target) => {
    process.stderr.write("e2e: making the Debian root (once, about two minutes)\n");
    await debootstrap(target);
  });
}
