import { afterEach, describe, expect, test } from "vitest";
import {
  as,
  command,
  describeHost,
  finish,
  leftoversInTheEnd,
  newProject,
  probe,
  startProbe,
} from "./lab/lab.js";
import { real, standIn } from "./lab/stand-in.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/** Nothing of the agent's runs in a sandbox that is less than what was promised, whoever did not keep it. */

type Ended = Awaited<ReturnType<typeof command>>;

const expectRefused = ({ code, stdout, stderr }: Ended, why: RegExp) => {
  expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
  expect(stderr).toMatch(why);
  expect(stderr).toMatch(new RegExp(String.raw`^${subject.account}: the sandbox is incomplete: [^\n]+\n$`));
};

const dropIn = `/etc/systemd/system/${subject.account}-.service.d/zz-fault.conf`;
const addDropIn = (lines: string) =>
  as("root", `printf '[Service]\\n${lines}\\n' >${dropIn}; systemctl daemon-reload`);
const removeDropIn = () => as("root", `rm -f ${dropIn}; systemctl daemon-reload`);

/** Runs `body` while a system call fails in PID 1 and in all that it starts. */
async function failing<T>(call: string, error: string, body: () => Promise<T>): Promise<T> {
  await as(
    "root",
    `systemd-run -q --unit=fault strace -f -qq -o /dev/null -e trace=${call} -e inject=${call}:error=${error} -p 1
     until grep -q 'TracerPid:[[:space:]]*[1-9]' /proc/1/status; do sleep 0.05; done`,
  );
  try {
    return await body();
  } finally {
    await as("root", "systemctl stop fault");
  }
}

const state = `/var/lib/${subject.account}/users/m3tam3re`;
const configuration = `/var/lib/${subject.account}/config/m3tam3re`;

/** What systemd makes of a unit that asks for the same: it starts it. */
const unit = (properties: string, script: string) =>
  as("root", `systemd-run -q --wait --collect --pipe ${properties} sh -c '${script}'`);

afterEach(async () => {
  await removeDropIn();
  expect(await leftoversInTheEnd()).toEqual([]);
});

describeHost("guide", "a session is refused where a drop-in of the host's", () => {
  test.each([
    ["shares the IPC namespace", "PrivateIPC=no", /its ipc namespace is the host's/],
    ["shares the process namespace", "PrivatePIDs=no", /its pid namespace is the host's/],
    ["shares the user namespace", "PrivateUsers=no", /its user namespace is the host's/],
    ["shares the host's name", "ProtectHostname=no", /its uts namespace is the host's/],
    ["shares the control groups", "ProtectControlGroups=no", /its cgroup namespace is the host's/],
    ["gives it to root", "User=root", new RegExp(`it runs as uid 0 and not as ${subject.account}`)],
    [
      "gives it a capability",
      "CapabilityBoundingSet=CAP_NET_RAW\\nAmbientCapabilities=CAP_NET_RAW",
      /it has capabilities \(CapInh 0+2000\)/,
    ],
    ["lets privileges be gained", "NoNewPrivileges=no", /setuid programs|is not mounted nosuid/],
    ["takes the filter of system calls away", "SystemCallFilter=", /not filtered by SystemCallFilter=/],
    ["lets the host's mounts in", "MountFlags=slave", /what the host mounts below \S+ would reach it/],
    ["leaves the system writable", "ProtectSystem=no", /\/ is not mounted ro/],
    ["leaves what is locked writable", "ReadOnlyPaths=", /\.git\/hooks is not read-only/],
    ["lets what is kept be moved away", "ExecPaths=", /\.git is not a mount of its own/],
  ])("%s", async (_, lines, why) => {
    const project = await newProject("m3tam3re", { git: true });
    await addDropIn(lines);
    expectRefused(await probe("m3tam3re", project, "echo started"), why);
    await removeDropIn();
    expect((await probe("m3tam3re", project, "echo started")).stdout).toBe("started\n");
  });

  // BindPaths= and BindReadOnlyPaths= are one list, which an empty one clears (systemd.exec(5)).
  test.each([
    ["shows it no configuration", () => ["BindPaths="], /\/config\/m3tam3re is not a mount of its own/],
    [
      "leaves the configuration writable",
      () => ["BindPaths=", `BindPaths=${configuration}`],
      /\/config\/m3tam3re is not mounted ro/,
    ],
    [
      "shows it no state",
      () => ["BindPaths=", `BindReadOnlyPaths=${configuration}`],
      /\/users\/m3tam3re is not a mount of its own/,
    ],
    [
      "shows it the project as it lies on the disk",
      (project: string) => [
        "BindPaths=",
        `BindReadOnlyPaths=${configuration}`,
        `BindPaths=${state} ${project}`,
      ],
      /\/project-\S+ is not mounted (nodev|idmapped)/,
    ],
  ])("%s", async (_, lines, why) => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, "true"); // so that there is nothing to copy
    await addDropIn(lines(project).join("\\n"));
    expectRefused(await probe("m3tam3re", project, "echo started"), why);
  });

  test("shows another directory in the project's place", async () => {
    const [project, other] = [await newProject("m3tam3re"), await newProject("m3tam3re")];
    await addDropIn(
      `BindPaths=\\nBindPaths=/var/lib/${subject.account}/users/m3tam3re\\nBindPaths=${other}:${project}`,
    );
    const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
    expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
    expect(stderr).toMatch(new RegExp(String.raw`^${subject.account}: [^\n]+\n$`));
  });
});

describeHost("guide", "a session is refused where", () => {
  test("what looks at its namespaces says less than it should", async () => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, "true"); // so that there is nothing to copy
    const seeAll = await standIn("stat", `#!/bin/sh\n${real("stat")} "$@" | head -n 3\n`);
    try {
      expectRefused(await probe("m3tam3re", project, "echo started"), /its mnt namespace cannot be told;/);
      // systemd, when it is busy, takes a unit for well done whose program has ended otherwise.
      const seeEnds = await standIn("systemd-run", `#!/bin/sh\n${real("systemd-run")} "$@" || true\n`);
      try {
        expectRefused(await probe("m3tam3re", project, "echo started"), /its mnt namespace cannot be told;/);
      } finally {
        await seeEnds();
      }
    } finally {
      await seeAll();
    }
    expect((await probe("m3tam3re", project, "echo started")).stdout).toBe("started\n");
  });
});

describeHost("no network", "a session is refused where a drop-in of the host's", () => {
  test("shares the network", async () => {
    await addDropIn("PrivateNetwork=no");
    const ended = await probe("m3tam3re", await newProject("m3tam3re"), "echo started");
    expectRefused(ended, /its net namespace is the host's/);
  });
});

describeHost("no network", "a session is refused where the kernel denies systemd", () => {
  test("namespaces, and systemd goes on without", async () => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, "true"); // so that there is nothing to copy
    await failing("unshare", "EPERM", async () => {
      const look = "readlink /proc/self/ns/net /proc/1/ns/net | uniq | wc -l";
      expect(await unit("-p PrivateNetwork=yes", look)).toBe("1");
      const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
      expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
      expect(stderr).toMatch(new RegExp(String.raw`^${subject.account}: the sandbox [^\n]+\n$`));
    });
  });
});

describeHost("guide", "a session is refused where the kernel denies systemd", () => {
  test("a filter of system calls, and systemd goes on without, or from 262 on does not", async () => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, "true"); // so that there is nothing to copy
    await failing("seccomp", "EINVAL", async () => {
      const look = ["grep", "Seccomp:", "/proc/self/status"];
      const asked = [
        "systemd-run",
        "-q",
        "--wait",
        "--collect",
        "--pipe",
        "-p",
        "SystemCallFilter=@system-service",
      ];
      const control = await command("root", [...asked, ...look]);
      const session = await probe("m3tam3re", project, "echo started");
      if (control.code === 0) {
        expect(control.stdout).toBe("Seccomp:\t0\n");
        expectRefused(session, /system calls are not filtered;/);
      } else {
        // systemd.exec(5): the status of a unit whose filter could not be applied.
        expect({ code: control.code, stdout: control.stdout }).toEqual({ code: 228, stdout: "" });
        expect({ code: session.code, stdout: session.stdout }).toEqual({ code: 69, stdout: "" });
        expect(session.stderr).toMatch(new RegExp(String.raw`^${subject.account}: the sandbox [^\n]+\n$`));
      }
    });
  });
});

for (const [variant, what, list, address] of [
  ["loopback only", "a filter of addresses", "any", "192.0.2.1"],
  ["closed loopback", "a filter of the loopback's addresses", "localhost", "127.0.0.1"],
] as const)
  describeHost(variant, "a session is refused where the kernel denies systemd", () => {
    test(`${what}, and systemd goes on without`, async () => {
      const send = `echo x >/dev/udp/${address}/9 && echo sent`;
      const deny = `-p IPAddressDeny=${list}`;
      const project = await newProject("m3tam3re");
      expect(await unit(deny, `bash -c "${send}" 2>/dev/null || true`)).toBe("");
      await probe("m3tam3re", project, "true"); // so that there is nothing to copy
      await failing("bpf", "EPERM", async () => {
        expect(await unit(deny, `bash -c "${send}"`)).toBe("sent");
        const why = new RegExp(`${address.replaceAll(".", "\\.")} can be reached`);
        expectRefused(await probe("m3tam3re", project, "echo started"), why);
      });
    });
  });

describeHost("address lists", "a session with lists of addresses", () => {
  test("starts, though what it may not reach cannot be told from what it may", async () => {
    const { stdout } = await probe("m3tam3re", await newProject("m3tam3re"), "echo started");
    expect(stdout).toBe("started\n");
  });
});

describeHost("guide", "what the host mounts while a session runs", () => {
  test("does not reach it, stays with the host, and holds nothing back", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mkdir ${project}/in`);
    const bind = `-p BindPaths=${project} -p PrivateMounts=yes`;
    const look = `until [ -e ${project}/mounted ]; do sleep 0.05; done; cat ${project}/in/file 2>/dev/null || echo nothing`;
    const control = unit(bind, look);
    const running = startProbe("m3tam3re", project, `touch up; ${look}`);
    await appears(`${project}/up`);
    try {
      await as(
        "root",
        `mount -t tmpfs in ${project}/in; echo hosts >${project}/in/file; touch ${project}/mounted`,
      );
      expect(await control).toBe("hosts");
      expect((await finish(running)).stdout).toBe("nothing\n");
      expect(await leftoversInTheEnd()).toEqual([]);
      expect(await as("root", `cat ${project}/in/file`)).toBe("hosts");
    } finally {
      await as("root", `umount ${project}/in`);
    }
  });
});

/** x86-64's numbers, with arguments that ask for nothing which an account could be denied. */
const calls: readonly (readonly [string, string])[] = [
  ["add_key", "248, $b, $b, $b, 1, -4"],
  ["request_key", "249, $b, $b, 0, 0"],
  ["keyctl", "250, 0, -4, 1"],
  ["kcmp", "312, $$, $$, 2, 0, 0"],
  ["name_to_handle_at", "303, -100, $a, $c, $c, 0"],
  ["process_vm_readv", "310, $$, 0, 0, 0, 0, 0"],
  ["process_vm_writev", "311, $$, 0, 0, 0, 0, 0"],
  ["userfaultfd", "323, 1"],
  ["vmsplice", "278, -1, 0, 0, 0"],
];

describeHost("guide", "the kernel's calls", () => {
  describe("that no agent needs are refused", () => {
    test.each(calls)("%s", async (_, words) => {
      const script = `perl -e 'my ($a, $b, $c) = ("/", "k", "\\0" x 136); $! = 0; syscall(${words}); print $! + 0'`;
      const project = await newProject("m3tam3re");
      expect((await probe("m3tam3re", project, script)).stdout).toBe("1");
      const control = await as(
        "root",
        `cd /; setpriv --reuid ${subject.account} --regid ${subject.account} --clear-groups -- ${script}`,
      );
      expect(control).not.toBe("1");
    });
  });
});
