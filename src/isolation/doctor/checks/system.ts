import { optionOf } from "../../names.js";
import { minimumSystemd } from "../../policy/hardening.js";
import { type Finding, fail, ok, unseen, warn } from "../finding.js";
import type { Machine } from "../machine.js";
import type { Subject } from "../subject.js";
import { isAtLeast, versionIn } from "../versions.js";

/** Kernel, systemd and util-linux: what the sandbox and the project's mount are made of. */

export async function kernel({ machine, agent, installation }: Subject): Promise<readonly Finding[]> {
  const release = await machine.read("/proc/sys/kernel/osrelease");
  const version = release.kind === "text" ? versionIn(release.text) : undefined;
  if (release.kind !== "text" || version === undefined) return [unseen("its version cannot be read")];
  const name = `Linux ${release.text.trim()}`;
  const needsIdmap = installation.runner?.projectAccess !== "acl";
  const age =
    isAtLeast(version, [5, 12]) || !needsIdmap
      ? ok(name)
      : fail(
          `${name} has no id-mapped mounts; 5.12 has`,
          `boot.kernelPackages, or ${optionOf(agent)}.projectAccess = "acl"`,
        );
  return [age, ...(await namespaces(machine)), ...(await controlGroups(machine))];
}

async function namespaces(machine: Machine): Promise<readonly Finding[]> {
  const most = await machine.read("/proc/sys/user/max_user_namespaces");
  if (most.kind !== "text" || Number(most.text) > 0) return [];
  return [
    fail(
      "user namespaces are switched off, and PrivateUsers= needs them",
      'boot.kernel.sysctl."user.max_user_namespaces"',
    ),
  ];
}

async function controlGroups(machine: Machine): Promise<readonly Finding[]> {
  const controllers = await machine.read("/sys/fs/cgroup/cgroup.controllers");
  if (controllers.kind === "text") return [];
  return [
    fail(
      "control groups are not unified (v2), so that address lists and limits would not hold",
      "remove systemd.unified_cgroup_hierarchy=0 from boot.kernelParams",
    ),
  ];
}

export async function systemd({ machine }: Subject): Promise<readonly Finding[]> {
  const init = await machine.read("/proc/1/comm");
  if (init.kind === "text" && init.text.trim() !== "systemd") {
    return [
      fail(
        `PID 1 is ${init.text.trim()} and not systemd`,
        "sessions are systemd units; run this on the host itself",
      ),
    ];
  }
  const said = await machine.run("systemctl", "--version");
  const version = said.kind === "text" ? versionIn(said.text) : undefined;
  if (version === undefined)
    return [fail("systemctl does not answer", "is systemd in the PATH of this shell?")];
  return version[0] >= minimumSystemd
    ? [ok(`systemd ${version[0]}`)]
    : [
        fail(
          `systemd ${version[0]} is too old for the sandbox; ${minimumSystemd} or newer is needed`,
          "follow a nixpkgs that has it, or set systemd.package",
        ),
      ];
}

export async function utilLinux({ machine, agent, installation }: Subject): Promise<readonly Finding[]> {
  const said = await machine.run("mount", "--version");
  const [, text] = said.kind === "text" ? (/util-linux (\S+)/.exec(said.text) ?? []) : [];
  const version = text === undefined ? undefined : versionIn(text);
  if (version === undefined) return [warn("mount is not util-linux's", "put util-linux first on PATH")];
  if (isAtLeast(version, [2, 39]) || installation.runner?.projectAccess === "acl")
    return [ok(`util-linux ${text}`)];
  return [
    fail(
      `util-linux ${text} cannot make id-mapped mounts; 2.39 can`,
      `follow a newer nixpkgs, or set ${optionOf(agent)}.projectAccess = "acl"`,
    ),
  ];
}
