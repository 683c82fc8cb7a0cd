import { describe, expect, it } from "vitest";
import { examine } from "../../src/isolation/doctor/examine.js";
import { piAgent } from "../support/pi.js";
import {
  absent,
  type Change,
  changed,
  denied,
  dropIn,
  failed,
  healthy,
  recorded,
  runner,
  runnerScript,
  trial,
  wrapperPath,
  wrapperScript,
} from "./host.js";

/** Findings as `check: level text (mend)`. */
async function findings(change: Change, command = "pi"): Promise<readonly string[]> {
  const found = await examine(recorded(changed(healthy, change)), piAgent, command);
  return found.flatMap(({ check, findings }) =>
    findings.map(
      ({ level, text, mend }) => `${check}: ${level} ${text}${mend === undefined ? "" : ` (${mend})`}`,
    ),
  );
}

const byAcl = 'm3ta.pi-agent.projectAccess = "acl"';
const asUser: Change = { uid: 1000, user: "m3tam3re" };
const noSuchFile = failed("stat: cannot statx '/x': No such file or directory");
const noPermission = failed("stat: cannot statx '/x': Permission denied");
const onFileSystem = (type: string, kernel = "6.12.40"): Change => ({
  files: {
    "/proc/self/mountinfo": `28 1 254:1 / / rw shared:1 - ${type} /dev/vda1 rw\n`,
    "/proc/sys/kernel/osrelease": kernel,
  },
});

const openDaemon: Change["files"] = {
  [runner]: runnerScript("idmap").replace("-p 'InaccessiblePaths=-/nix/var/nix/daemon-socket' ", ""),
};

const cases: readonly [string, { readonly given: Change; readonly want: readonly string[] }][] = [
  [
    "an old kernel",
    {
      given: { files: { "/proc/sys/kernel/osrelease": "5.10.0-28-amd64\n" } },
      want: [
        `kernel: fail Linux 5.10.0-28-amd64 has no id-mapped mounts; 5.12 has (boot.kernelPackages, or ${byAcl})`,
      ],
    },
  ],
  [
    "an old kernel is no matter where ACLs are used",
    {
      given: { files: { "/proc/sys/kernel/osrelease": "5.10.0", [runner]: runnerScript("acl") } },
      want: ["kernel: ok Linux 5.10.0", "project roots: ok /home/alice/p (btrfs), by ACLs"],
    },
  ],
  [
    "no user namespaces",
    {
      given: { files: { "/proc/sys/user/max_user_namespaces": "0\n" } },
      want: [
        'kernel: fail user namespaces are switched off, and PrivateUsers= needs them (boot.kernel.sysctl."user.max_user_namespaces")',
      ],
    },
  ],
  [
    "control groups of before",
    {
      given: { files: { "/sys/fs/cgroup/cgroup.controllers": absent } },
      want: [
        "kernel: fail control groups are not unified (v2), so that address lists and limits would not hold (remove systemd.unified_cgroup_hierarchy=0 from boot.kernelParams)",
      ],
    },
  ],
  [
    "a kernel that says nothing",
    {
      given: { files: { "/proc/sys/kernel/osrelease": denied } },
      want: ["kernel: unseen its version cannot be read (run nixsmith doctor as root)"],
    },
  ],
  [
    "an old systemd",
    {
      given: { commands: { "systemctl --version": "systemd 256 (256.10)" } },
      want: [
        "systemd: fail systemd 256 is too old for the sandbox; 257 or newer is needed (follow a nixpkgs that has it, or set systemd.package)",
      ],
    },
  ],
  [
    "another init",
    {
      given: { files: { "/proc/1/comm": "bash\n" } },
      want: [
        "systemd: fail PID 1 is bash and not systemd (sessions are systemd units; run this on the host itself)",
      ],
    },
  ],
  [
    "no systemctl",
    {
      given: { commands: { "systemctl --version": absent } },
      want: ["systemd: fail systemctl does not answer (is systemd in the PATH of this shell?)"],
    },
  ],
  [
    "an old util-linux",
    {
      given: { commands: { "mount --version": "mount from util-linux 2.38.1 (libmount 2.38.1)" } },
      want: [
        `util-linux: fail util-linux 2.38.1 cannot make id-mapped mounts; 2.39 can (follow a newer nixpkgs, or set ${byAcl})`,
      ],
    },
  ],
  [
    "somebody else's mount",
    {
      given: { commands: { "mount --version": failed("usage") } },
      want: ["util-linux: warn mount is not util-linux's (put util-linux first on PATH)"],
    },
  ],
  [
    "nothing installed",
    {
      given: { places: { pi: "" }, directories: { "/etc/systemd/system/pi-agent-.service.d": undefined } },
      want: [
        "command: fail there is no such command on PATH (set m3ta.pi-agent.enable and m3ta.pi-agent.wrapper.enable; if the wrapper has another name, say --command NAME)",
      ],
    },
  ],
  [
    "only pi itself",
    {
      given: {
        places: { pi: "/home/m3tam3re/.npm/bin/pi" },
        files: { "/home/m3tam3re/.npm/bin/pi": "#!/usr/bin/env node\nrunner=x\n" },
      },
      want: [
        "command: fail /home/m3tam3re/.npm/bin/pi is no wrapper: it runs pi without a sandbox (set m3ta.pi-agent.enable and m3ta.pi-agent.wrapper.enable; if the wrapper has another name, say --command NAME)",
      ],
    },
  ],
  [
    "pi itself before the wrapper",
    {
      given: {
        places: { pi: `/etc/profiles/per-user/m3tam3re/bin/pi\n${wrapperPath}` },
        files: { "/etc/profiles/per-user/m3tam3re/bin/pi": "\u007fELF" },
      },
      want: [
        "command: fail /etc/profiles/per-user/m3tam3re/bin/pi comes before the wrapper /run/current-system/sw/bin/pi and runs pi without a sandbox (remove it from home.packages, users.users.<name>.packages or the profile it is in; m3ta.pi-agent.wrapper.hideDirectBinary keeps the Home Manager module from installing it)",
      ],
    },
  ],
  [
    "pi itself behind the wrapper",
    {
      given: { places: { pi: `${wrapperPath}\n/usr/local/bin/pi` }, files: { "/usr/local/bin/pi": denied } },
      want: [
        "command: ok /run/current-system/sw/bin/pi is the wrapper",
        "command: warn /usr/local/bin/pi runs pi without a sandbox for whoever calls it by its path (remove it)",
      ],
    },
  ],
  [
    "somebody who may not",
    {
      given: { uid: 1002, user: "mallory" },
      want: [
        "command: warn mallory is not among those who may start it (m3ta.pi-agent.hostUsers.mallory.projectRoots)",
      ],
    },
  ],
  [
    "sudo-rs",
    {
      given: { commands: { "/run/wrappers/bin/sudo --version": "sudo-rs 0.2.8" } },
      want: ["sudo: ok sudo-rs 0.2.8 at /run/wrappers/bin/sudo"],
    },
  ],
  [
    "no sudo",
    {
      given: { commands: { "/run/wrappers/bin/sudo --version": absent } },
      want: [
        "sudo: fail the wrapper calls /run/wrappers/bin/sudo, which does not answer (security.sudo.enable or security.sudo-rs.enable, then log in again)",
      ],
    },
  ],
  [
    "a stale rule",
    {
      given: {
        commands: {
          "/run/wrappers/bin/sudo -n -l -U alice":
            '    (root) NOPASSWD: /nix/store/old-pi-agent-runner/bin/pi-agent-runner ""\n',
        },
      },
      want: [
        `sudo: fail the rule of alice is stale: it names /nix/store/old-pi-agent-runner/bin/pi-agent-runner, and the wrapper calls ${runner} (nixos-rebuild switch brings both from one generation; a wrapper from elsewhere on PATH must go)`,
        "sudo: ok one rule for m3tam3re, for the wrapper's runner",
      ],
    },
  ],
  [
    "no rule",
    {
      given: {
        commands: { "/run/wrappers/bin/sudo -n -l -U alice": "User alice may run:\n    (ALL) ALL\n" },
      },
      want: [
        "sudo: fail no rule lets alice start the runner (m3ta.pi-agent.hostUsers.alice, then nixos-rebuild switch)",
      ],
    },
  ],
  [
    "a runner that was collected as garbage",
    {
      given: { files: { [runner]: absent } },
      want: [`sudo: fail the runner ${runner} is not in the store any more (rebuild: nixos-rebuild switch)`],
    },
  ],
  [
    "a user sees the own rule only",
    {
      given: asUser,
      want: [
        "sudo: ok one rule for m3tam3re, for the wrapper's runner",
        "sudo: unseen the rules of alice are theirs and root's to read (run nixsmith doctor as root)",
        "unit lock: unseen whether systemd obeys it shows only to root, in a unit made for that (run nixsmith doctor as root)",
      ],
    },
  ],
  [
    "sudo asks for a password before it lists",
    {
      given: {
        ...asUser,
        commands: { "/run/wrappers/bin/sudo -n -l": failed("sudo: a password is required") },
      },
      want: ["sudo: unseen sudo does not list the rules of m3tam3re (run nixsmith doctor as root)"],
    },
  ],
  [
    "no drop-in",
    {
      given: { directories: { "/etc/systemd/system/pi-agent-.service.d": "README" } },
      want: [
        'unit lock: fail no drop-in binds the sessions\' units (nixos-rebuild switch; m3ta.pi-agent makes it as systemd.services."pi-agent-")',
      ],
    },
  ],
  [
    "a drop-in without all of it",
    {
      given: { files: { [dropIn]: "[Service]\nUser=pi-agent\n" } },
      want: [
        `unit lock: fail ${dropIn} lacks CapabilityBoundingSet, InaccessiblePaths, NoNewPrivileges, SystemCallFilter, which the runner's flags have (nixos-rebuild switch; m3ta.pi-agent makes it as systemd.services."pi-agent-")`,
      ],
    },
  ],
  [
    "a lock that does not hold",
    {
      given: { commands: { [trial]: "root\nNoNewPrivs:\t0" } },
      want: [
        'unit lock: fail a unit that asks for root under this name runs as root (systemctl daemon-reload, or nixos-rebuild switch; m3ta.pi-agent makes it as systemd.services."pi-agent-")',
      ],
    },
  ],
  [
    "a unit that does not start",
    {
      given: { commands: { [trial]: failed("Failed to start transient service unit") } },
      want: [
        "unit lock: fail systemd could not start a unit under the policy (ask it why: journalctl -u 'pi-agent-doctor-*')",
      ],
    },
  ],
  [
    "no account",
    {
      given: { commands: { "getent passwd -- pi-agent": failed("") } },
      want: [
        "agent's account: fail there is no account pi-agent (nixos-rebuild switch; m3ta.pi-agent.user names it)",
      ],
    },
  ],
  [
    "no state",
    {
      given: { commands: { "stat -c %u %a -- /var/lib/pi-agent": noSuchFile } },
      want: [
        "agent's account: fail /var/lib/pi-agent is not there (systemd-tmpfiles --create; m3ta.pi-agent.stateDir names it)",
      ],
    },
  ],
  [
    "state that the agent could move",
    {
      given: { commands: { "stat -c %u %a -- /var/lib/pi-agent": "990 750" } },
      want: [
        "agent's account: fail /var/lib/pi-agent can be written by others than root (systemd-tmpfiles --create, as m3ta.pi-agent sets it up)",
      ],
    },
  ],
  [
    "no secrets",
    {
      given: { commands: { "stat -L -c %a -- /run/secrets/pi-agent.env": noSuchFile } },
      want: [
        "agent's account: fail /run/secrets/pi-agent.env does not exist, so that no session starts (make it, remove it from m3ta.pi-agent.environmentFiles, or write -/run/secrets/pi-agent.env if sessions can do without)",
      ],
    },
  ],
  [
    "optional secrets that are not there",
    {
      given: {
        files: {
          [runner]: runnerScript("idmap").replace(
            " /run/secrets/pi-agent.env)",
            " -/run/secrets/pi-agent.env)",
          ),
        },
        commands: { "stat -L -c %a -- /run/secrets/pi-agent.env": noSuchFile },
      },
      want: [],
    },
  ],
  [
    "secrets for everybody",
    {
      given: { commands: { "stat -L -c %a -- /run/secrets/pi-agent.env": "644" } },
      want: [
        "agent's account: fail /run/secrets/pi-agent.env can be read by everybody on this host (chmod 0400 /run/secrets/pi-agent.env, or what makes it: sops-nix, agenix)",
      ],
    },
  ],
  [
    "secrets that only root can look at",
    {
      given: { ...asUser, commands: { "stat -L -c %a -- /run/secrets/pi-agent.env": noPermission } },
      want: [
        "agent's account: unseen /run/secrets/pi-agent.env cannot be looked at by m3tam3re (run nixsmith doctor as root)",
      ],
    },
  ],
  [
    "a root that is not there",
    {
      given: { commands: { "stat -c %u %F -- /home/alice/p": noSuchFile } },
      want: [
        "project roots: warn /home/alice/p does not exist (make it, or remove it from m3ta.pi-agent.hostUsers.alice.projectRoots)",
      ],
    },
  ],
  [
    "a root that is a link",
    {
      given: { commands: { "stat -c %u %F -- /home/alice/p": "1001 symbolic link" } },
      want: [
        "project roots: fail /home/alice/p is a symbolic link and no directory (name what it leads to in m3ta.pi-agent.hostUsers.alice.projectRoots)",
      ],
    },
  ],
  [
    "a root of somebody else",
    {
      given: { commands: { "stat -c %u %F -- /srv/it's code": "0 directory" } },
      want: [
        "project roots: fail /srv/it's code does not belong to the user who may start there (chown it, or remove it from m3ta.pi-agent.hostUsers.m3tam3re.projectRoots)",
      ],
    },
  ],
  [
    "a root in another user's home",
    {
      given: { ...asUser, commands: { "stat -c %u %F -- /home/alice/p": noPermission } },
      want: [
        "project roots: unseen /home/alice/p cannot be looked at by m3tam3re (run nixsmith doctor as root)",
      ],
    },
  ],
  [
    "a user who is gone",
    {
      given: { commands: { "getent passwd -- alice": failed("") } },
      want: [
        "project roots: fail there is no account alice (declare users.users.alice, or remove m3ta.pi-agent.hostUsers.alice)",
      ],
    },
  ],
  [
    "NFS",
    {
      given: onFileSystem("nfs4"),
      want: [`project roots: fail /home/alice/p (nfs4 at /) cannot be id-mapped (${byAcl})`],
    },
  ],
  [
    "a file system that is too young",
    {
      given: onFileSystem("tmpfs", "6.1.0"),
      want: [
        `project roots: fail /home/alice/p (tmpfs at /) cannot be id-mapped before Linux 6.3 (boot.kernelPackages, or ${byAcl})`,
      ],
    },
  ],
  [
    "ZFS",
    {
      given: onFileSystem("zfs"),
      want: [
        `project roots: warn /home/alice/p (zfs at /) may not allow id-mapped mounts (start a session there; if it is refused, ${byAcl})`,
      ],
    },
  ],
  [
    "a machine without a mount table",
    {
      given: { files: { "/proc/self/mountinfo": denied } },
      want: [
        "project roots: unseen /home/alice/p: its mount is not in /proc/self/mountinfo (run nixsmith doctor as root)",
      ],
    },
  ],
  ...["2.31.5", "2.33.1", "2.36pre1", undefined].map((version): (typeof cases)[number] => [
    `a daemon that is open, of Nix ${version}`,
    {
      given: {
        files: openDaemon,
        commands: version === undefined ? {} : { "nix --version": `nix (Nix) ${version}\n` },
      },
      want: [
        `Nix daemon: fail sessions reach a Nix daemon that may make them root (${version ?? "of an unknown version"}) (set m3ta.pi-agent.nix.access = "none", or take Nix 2.28.8, 2.30.6, 2.31.6, 2.34.9, 2.35.3 or later)`,
      ],
    },
  ]),
  [
    "a daemon that is open, of a Nix with the fixes",
    {
      given: { files: openDaemon, commands: { "nix --version": "nix (Nix) 2.31.6\n" } },
      want: ["Nix daemon: ok sessions reach the daemon of Nix 2.31.6"],
    },
  ],
  [
    "a trusted agent",
    {
      given: { files: { "/etc/nix/nix.conf": "extra-trusted-users = pi-agent\n" } },
      want: [
        'trusted users: fail the Nix daemon trusts pi-agent by "pi-agent", which is as good as root (remove it from nix.settings.trusted-users)',
      ],
    },
  ],
  [
    "a trusted group of the agent, in an included file",
    {
      given: {
        files: { "/etc/nix/secrets.conf": "trusted-users = @builders" },
        commands: { "id -Gn -- pi-agent": "pi-agent builders" },
      },
      want: [
        'trusted users: fail the Nix daemon trusts pi-agent by "@builders", which is as good as root (remove it from nix.settings.trusted-users)',
      ],
    },
  ],
  [
    "no Nix configuration",
    {
      given: { files: { "/etc/nix/nix.conf": absent } },
      want: ["trusted users: ok there is no /etc/nix/nix.conf that trusts anybody"],
    },
  ],
];

describe("doctor", () => {
  it("finds nothing wrong with a healthy host", async () => {
    expect(await findings({})).toEqual([
      "kernel: ok Linux 6.12.40",
      "systemd: ok systemd 257",
      "util-linux: ok util-linux 2.41",
      "command: ok /run/current-system/sw/bin/pi is the wrapper",
      "command: ok for alice, m3tam3re",
      "sudo: ok sudo 1.9.17p1 at /run/wrappers/bin/sudo",
      "sudo: ok one rule for alice, for the wrapper's runner",
      "sudo: ok one rule for m3tam3re, for the wrapper's runner",
      `unit lock: ok ${dropIn} sets 5 properties`,
      "unit lock: ok a unit that asks for root under this name runs as pi-agent, without new privileges",
      "agent's account: ok account pi-agent",
      "agent's account: ok state in /var/lib/pi-agent",
      "agent's account: ok /run/secrets/pi-agent.env is for its owner and group only",
      "project roots: ok /home/alice/p (btrfs at /home)",
      "project roots: ok /home/m3tam3re/p (btrfs at /home)",
      "project roots: ok /srv/it's code (xfs at /srv/it's code)",
      "trusted users: ok the Nix daemon trusts root, @wheel",
    ]);
  });

  it.each(cases)("sees %s", async (_, { given, want }) => {
    expect(await findings(given)).toEqual(expect.arrayContaining([...want]));
  });

  it.each([
    ["stat -c %u %a -- /var/lib/pi-agent", "/var/lib/pi-agent", "is not there"],
    ["stat -L -c %a -- /run/secrets/pi-agent.env", "/run/secrets/pi-agent.env", "does not exist"],
    ["stat -c %u %F -- /home/alice/p", "/home/alice/p", "does not exist"],
  ])("tells what is missing from what it may not see: %s", async (command, path, missing) => {
    const said = async (words: string, who: Change = {}) => {
      const answer = failed(`stat: cannot statx '${path}': ${words}`);
      return (await findings({ ...who, commands: { [command]: answer } })).join("\n");
    };
    expect(await said("No such file or directory")).toContain(`${path} ${missing}`);
    expect(await said("Not a directory")).toContain(`${path} ${missing}`);
    expect(await said("Permission denied", asUser)).toContain(
      `unseen ${path} cannot be looked at by m3tam3re`,
    );
    expect(await said("Input/output error")).toContain(`unseen ${path} cannot be looked at by root`);
  });

  it("takes another name of the wrapper", async () => {
    const elsewhere = {
      places: { pi: "", "pi-isolated": "/bin/pi-isolated" },
      files: { "/bin/pi-isolated": wrapperScript },
    };
    expect(await findings(elsewhere, "pi-isolated")).toContain("command: ok /bin/pi-isolated is the wrapper");
  });
});
