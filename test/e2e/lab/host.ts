import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { Evaluation, Plan } from "./evaluate.js";
import { sh } from "./inside.js";
import type { Machine } from "./machine.js";
import { type Subject, subjects } from "./subject.js";

/** Accounts of the lab's host; the last is in no list of the module. */
const accounts = ["m3tam3re", "alice", "mallory"] as const;

/** Value of a secret in every environment file: nobody but root and the agent may ever see it. */
export const secret = "lab-secret-8f2c1d";

const everyone = Object.values(subjects);

/** Lines of an environment file: what agents are given to ask the model at `url`, and nothing else of the network. */
const given = (url: string, agents: readonly Subject[]): string =>
  agents
    .flatMap(({ variables }) => Object.entries(variables(url)))
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");

/** A key that stays outside: no session may ever see it. */
export const outsideKey = "outside-key-5d07b1e94c";

/** By their names below `/run/secrets`. */
const environmentFiles = (url: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    everyone.map((one) => [`${one.account}.env`, `${given(url, [one])}LAB_SECRET=${secret}\n`]),
  ),
  "first.env": `${given(url, everyone)}OVERRIDDEN=first\nFIRST=first\nLAB_SECRET=${secret}\nHOME=/etc\nPATH=/evil\n`,
  "lab-key": `${outsideKey}\n`,
  "second.env": `FIRST=second\n${everyone.map(({ variable }) => `${variable}=/evil\n`).join("")}XDG_STATE_HOME=/evil\nTERM=evil\n${everyone.flatMap(({ agent }) => agent.reserved.map((name) => `${name}=/evil\n`)).join("")}`,
});

/** Takes the place of an agent for what it cannot be made to do, or not fast: runs a script with arguments. */
const probe = '#!/bin/bash\nexec bash -c "$1" probe "${@:2}"\n';

async function copyClosure(root: string, closure: readonly string[]): Promise<void> {
  await execa("cp", ["-a", "--no-preserve=ownership", ...closure, join(root, "nix/store")]);
  await execa("chown", ["-R", "root:root", join(root, "nix/store")]);
}

async function writeProbe(root: string, name: string): Promise<void> {
  const directory = join(root, "opt", name, "bin");
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, name), probe);
  await chmod(join(directory, name), 0o755);
}

/**
 * Makes the machine the host of all plans: accounts with homes as NixOS makes them, the store, secrets, and each
 * account's agents configured for the model at `modelUrl`. `activate` must follow.
 */
export async function install(
  machine: Machine,
  { plans, closure }: Evaluation<string>,
  modelUrl: string,
): Promise<void> {
  const root = join(machine.folder, "root");
  await copyClosure(root, closure);
  await writeProbe(root, "probe");
  await writeProbe(root, "quill");
  const accountsOf = Object.values(plans).flatMap(({ agents }) => Object.values(agents));
  const agents = new Map(accountsOf.map((agent) => [agent.user, agent]));
  for (const { user, group, home } of agents.values()) {
    await sh(machine, "root", `groupadd --system ${group}; useradd --system -g ${group} -d ${home} ${user}`);
  }
  for (const user of accounts) {
    const home = `install -d -m 700 -o ${user} -g users /home/${user}`;
    await sh(machine, "root", `useradd -g users -s /bin/bash -d /home/${user} ${user}; ${home}`);
    await sh(machine, user, "mkdir -p p work/private");
    for (const { directory, provider } of everyone) {
      const { path, text } = provider(modelUrl);
      await sh(machine, user, `mkdir -p ${directory}; cat >${directory}/${path}`, { stdin: text });
    }
  }
  // NixOS keeps its setuid programs on a file system of their own, because /run is nosuid.
  await sh(machine, "root", "mkdir /run/wrappers && mount -t tmpfs -o mode=755 wrappers /run/wrappers");
  await sh(machine, "root", "mkdir -p /run/wrappers/bin /run/current-system/sw/bin");
  await sh(machine, "root", "install -d -m 700 /run/secrets");
  for (const [name, stdin] of Object.entries(environmentFiles(modelUrl))) {
    await sh(machine, "root", `umask 077; cat >/run/secrets/${name}`, { stdin });
  }
}

const visudo = { sudo: "/usr/sbin/visudo", "sudo-rs": "/usr/lib/cargo/bin/visudo" } as const;
const sudo = { sudo: "/usr/bin/sudo", "sudo-rs": "/usr/lib/cargo/bin/sudo" } as const;

/** Switches the machine to a plan, as `nixos-rebuild switch` would: sudoers, drop-ins, tmpfiles, PATH. */
export async function activate(machine: Machine, plan: Plan): Promise<void> {
  const put = (path: string, stdin: string) =>
    sh(machine, "root", `mkdir -p "$(dirname '${path}')" && cat >'${path}'`, { stdin });
  await sh(machine, "root", `umask 0227; cat >/etc/sudoers; ${visudo[plan.sudo]} -c -f /etc/sudoers`, {
    stdin: plan.sudoers,
  });
  for (const [unit, text] of Object.entries(plan.dropIns)) {
    await put(`/etc/systemd/system/${unit}.service.d/overrides.conf`, text);
  }
  await sh(machine, "root", "rm -f /etc/systemd/system/egress-*");
  for (const [unit, text] of Object.entries(plan.units)) await put(`/etc/systemd/system/${unit}`, text);
  await put("/etc/tmpfiles.d/pi-agent.conf", plan.tmpfiles);
  const links = plan.packages
    .filter((path) => path.startsWith("/nix/store/"))
    .map((path) => `ln -sf ${path}/bin/* /run/current-system/sw/bin/`);
  const steps = [
    "systemd-tmpfiles --create pi-agent.conf",
    "systemctl daemon-reload",
    "rm -f /run/current-system/sw/bin/*",
    ...links,
    `ln -sf ${sudo[plan.sudo]} /run/wrappers/bin/sudo`,
  ];
  await sh(machine, "root", steps.join("\n"));
}
