import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { suite } from "./root.js";

/** Programs that the outer machine needs, and the Debian package of each. */
const programs = {
  debootstrap: "debootstrap",
  findmnt: "util-linux",
  flock: "util-linux",
  "nix-build": "nix-bin",
  npm: "npm",
  nsenter: "util-linux",
  script: "bsdutils",
  setpriv: "util-linux",
  "systemd-nspawn": "systemd-container",
  tar: "tar",
  unshare: "util-linux",
} as const;

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function mayMount(): Promise<boolean> {
  const { exitCode } = await execa("unshare", ["--mount", "true"], { reject: false });
  return exitCode === 0;
}

/** What keeps this machine from booting the lab, one plain reason each; empty when it can. */
export async function missingRequirements(): Promise<readonly string[]> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return [`it is ${process.platform} on ${process.arch}, and the lab boots Linux on x64`];
  }
  const missing = Object.entries(programs)
    .filter(([program]) => !onPath(program))
    .map(([program, debian]) => `no ${program} on PATH (Debian package ${debian})`);
  if (onPath("debootstrap") && !existsSync(`/usr/share/debootstrap/scripts/${suite}`))
    missing.push(`its debootstrap does not know the suite "${suite}" of NIXSMITH_LAB_SUITE`);
  if (process.getuid?.() !== 0) missing.push("not run as root");
  else if (onPath("unshare") && !(await mayMount())) missing.push("this root may not mount (CAP_SYS_ADMIN)");
  return missing;
}
