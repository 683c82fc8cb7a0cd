import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { cacheDir } from "./cache.js";
import { linkPrograms } from "./programs.js";

/** Plain data, so that it can be handed from vitest's global set-up to the test files. */
export interface Machine {
  /** Pid, outside, of the systemd that is PID 1 inside. */
  readonly leader: number;
  /** The machine's own folder on the outer file system; `stop` removes it. */
  readonly folder: string;
  /** The control group that holds all of it. */
  readonly cgroup: string;
}

/** Would fail in a container, or would reach for the hardware or the network that it shares with us. */
const maskedUnits = [
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "console-getty.service",
  "dpkg-db-backup.timer",
  "systemd-binfmt.service",
  "systemd-firstboot.service",
  "systemd-modules-load.service",
  "systemd-networkd.service",
  "systemd-networkd.socket",
  "systemd-networkd-persistent-storage.service",
  "systemd-sysctl.service",
  "systemd-timesyncd.service",
  "systemd-udevd.service",
];

/** Its cgroup takes the users' sessions in, as a login manager's scope would (see inside.ts). */
const sessionsUnit = "[Service]\nExecStart=sleep infinity\n";

async function prepare(root: string): Promise<void> {
  const units = join(root, "etc/systemd/system");
  await mkdir(join(units, "multi-user.target.wants"), { recursive: true });
  await writeFile(join(units, "lab-sessions.service"), sessionsUnit);
  await symlink("../lab-sessions.service", join(units, "multi-user.target.wants/lab-sessions.service"));
  await Promise.all(maskedUnits.map((unit) => symlink("/dev/null", join(units, unit))));
  await writeFile(join(root, "etc/hostname"), "m3-kratos\n");
  await writeFile(join(root, "etc/hosts"), "127.0.0.1 localhost m3-kratos\n");
  await writeFile(join(root, "etc/machine-id"), "uninitialized\n");
  await mkdir(join(root, "nix/store"), { recursive: true });
}

/** Where the unified hierarchy is mounted: beside the old ones on some machines (cgroups(7)). */
async function cgroupRoot(): Promise<string> {
  const { stdout } = await execa("findmnt", ["-n", "-o", "TARGET", "-t", "cgroup2"]);
  return stdout.split("\n")[0] ?? "";
}

/** Ends whatever is in a control group, and removes it. */
async function removeCgroup(cgroup: string): Promise<void> {
  await writeFile(join(cgroup, "cgroup.kill"), "1");
  while ((await readFile(join(cgroup, "cgroup.events"), "utf8")).includes("populated 1")) await sleep(20);
  await execa("find", [cgroup, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"], { reject: false });
}

/** Removes what runs have left whose process is gone: a killed one cannot tidy up after itself. */
export async function sweepDeadRuns(): Promise<void> {
  const cgroups = await cgroupRoot();
  const dead = async (folder: string, name: RegExp) => {
    const runs = (await readdir(folder)).map((entry) => ({ entry, pid: name.exec(entry)?.[1] }));
    const gone = (pid?: string) => pid !== undefined && !existsSync(`/proc/${pid}`);
    return runs.filter(({ pid }) => gone(pid)).map(({ entry }) => join(folder, entry));
  };
  for (const cgroup of await dead(cgroups, /^nixsmith-lab-(\d+)-\d+$/)) await removeCgroup(cgroup);
  for (const run of await dead(cacheDir, /^run-(\d+)-\d+$/)) await rm(run, { recursive: true, force: true });
}

/** The first child's first child, and so on for `generations`. */
async function descendant(pid: number | undefined, generations: number): Promise<number | undefined> {
  if (pid === undefined || generations === 0) return pid;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return descendant(children === "" ? undefined : Number.parseInt(children, 10), generations - 1);
}

async function isRunning(leader: number): Promise<boolean> {
  const { stdout } = await execa("nsenter", ["-t", `${leader}`, "-a", "systemctl", "is-system-running"], {
    reject: false,
  });
  return stdout.trim() === "running";
}

/** A folder that no other machine has: labs of several agents may be open in one process. */
async function ownFolder(number = 0): Promise<{ readonly name: string; readonly folder: string }> {
  const name = `${process.pid}-${number}`;
  const folder = join(cacheDir, `run-${name}`);
  try {
    await mkdir(folder);
    return { name, folder };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return ownFolder(number + 1);
  }
}

/**
 * Boots systemd as PID 1 on a throw-away copy of the pristine root, in about three seconds. Every process in
 * the chain dies with its parent, so that nothing outlives this process however it ends.
 * @throws Error with the end of the console's log when the machine is not up within a minute.
 */
export async function boot(pristine: string): Promise<Machine> {
  const { name, folder } = await ownFolder();
  const root = join(folder, "root");
  await execa("cp", ["-a", "--reflink=auto", pristine, root]);
  await linkPrograms(root);
  await prepare(root);

  // The capabilities beyond nspawn's own are those that PrivateNetwork= and IPAddressDeny= need; without
  // them, and under nspawn's system call filter, systemd would go on without the protection.
  const nspawn = `systemd-nspawn -D '${root}' --machine=lab-${name} --register=no --keep-unit \
    --capability=CAP_NET_ADMIN,CAP_BPF,CAP_SYS_RESOURCE -b`;
  // nspawn makes the machine's cgroup in its own, where two machines would find each other's units. And the
  // machine outlives an nspawn that is killed, but not nspawn's own pid namespace.
  const cgroup = join(await cgroupRoot(), `nixsmith-lab-${name}`);
  await mkdir(cgroup);
  const contained = `echo 0 >'${cgroup}/cgroup.procs'; exec setpriv --pdeathsig KILL \
    unshare --pid --mount-proc --fork --kill-child ${nspawn}`;
  const console = join(folder, "console.log");
  const terminal = execa("setpriv", ["--pdeathsig", "KILL", "script", "-qfc", contained, console], {
    stdio: "ignore",
    env: { SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "1", SYSTEMD_SECCOMP: "0" },
    reject: false,
  });
  for (let tries = 0; tries < 600; tries += 1) {
    await sleep(100);
    const leader = await descendant(terminal.pid, 3); // of script: unshare, nspawn, systemd
    if (leader !== undefined && (await isRunning(leader))) return { leader, folder, cgroup };
  }
  const log = await readFile(console, "utf8").catch(() => "");
  throw new Error(`the lab did not boot within a minute; its console ends with\n${log.slice(-2000)}`);
}

/** Kills everything inside, waits until it is gone, and removes the machine's folder. */
export async function stop({ folder, cgroup }: Machine): Promise<void> {
  await removeCgroup(cgroup);
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
