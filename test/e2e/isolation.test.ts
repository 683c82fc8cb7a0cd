import { expect, test } from "vitest";
import { secret } from "./lab/host.js";
import {
  account,
  agent,
  as,
  bash,
  command,
  describeHost,
  finish,
  newProject,
  probe,
  probed,
  startProbe,
  unattended,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/** Between sessions, users and the system: what one may learn of or do to another. */

describeHost("guide", "what others see of a session", () => {
  const prompt = "prompt-word-5d1a";

  test("neither prompt nor secret is readable by another user", async () => {
    const project = await newProject("m3tam3re");
    const script = [
      { ...bash(`touch ${project}/up; until [ -e ${project}/seen ]; do sleep 0.05; done`), note: prompt },
    ];
    const running = unattended("m3tam3re", project, script);
    await appears(`${project}/up`);
    const look = `{
      ps axww -o pid,user,args; ps axeww
      cat /proc/*/cmdline /proc/*/environ /proc/*/comm | tr '\\0' '\\n'
      for unit in $(systemctl list-units --all --plain --no-legend '${subject.account}*' | sed 's/ .*//'); do
        systemctl show --all "$unit"; systemctl cat "$unit"; systemctl status -l "$unit"
        busctl get-property org.freedesktop.systemd1 "/org/freedesktop/systemd1/unit/$(systemd-escape "$unit")" org.freedesktop.systemd1.Service ExecStart
      done
      journalctl -n 1000 -o verbose
      grep -rs . /run/${subject.account} /run/systemd/transient /var/lib/${subject.account}
      busctl monitor --timeout=1 || true
    } 2>/dev/null || true`;
    const seen = await as("mallory", look);
    expect(seen).toContain(`until [ -e ${project}/seen ]`);
    expect(seen).toContain(`${subject.account}`);
    expect(seen).not.toContain(prompt);
    expect(seen).not.toContain(secret);
    const seenByAlice = await as("alice", look);
    expect(seenByAlice).not.toContain(prompt);
    expect(seenByAlice).not.toContain(secret);
    // Root's own log holds who and where, never what; nor does sudo's.
    const logged = await as("root", "journalctl --sync; journalctl -o verbose");
    expect(logged).not.toContain(prompt);
    expect(logged).not.toContain(secret);
    await as("m3tam3re", `touch ${project}/seen`);
    expect((await running).code).toBe(0);
  });

  test("the way of the arguments leaves no file behind", async () => {
    const project = await newProject("m3tam3re");
    await unattended("m3tam3re", project, prompt);
    expect(await as("root", `grep -rlF ${prompt} /run /etc /tmp /var/tmp 2>/dev/null || true`)).toBe("");
  });
});

describeHost("guide", "two users' sessions", () => {
  test("know nothing of each other and cannot touch each other", async () => {
    const [mine, hers] = [await newProject("m3tam3re"), await newProject("alice")];
    const running = startProbe(
      "alice",
      hers,
      `echo hers | tee /tmp/hers /dev/shm/hers $HOME/hers >/dev/null; exec 9<>/dev/tcp/127.0.0.1/1 2>/dev/null; touch up; HERS=1 exec sh -c "until [ -e seen ]; do sleep 0.05; done"`,
    );
    await appears(`${hers}/up`);
    const hostPids = (await as("root", `pgrep -u ${subject.account}`)).split("\n");
    expect(hostPids.length).toBeGreaterThan(0);
    const seen = await probed(
      "m3tam3re",
      mine,
      `echo "processes $(ls /proc | grep -c '^[0-9]')"
       grep -lz HERS= /proc/*/environ 2>/dev/null
       for pid in ${hostPids.join(" ")}; do kill -0 $pid 2>/dev/null && [ $pid -gt 50 ] && echo "signals $pid"; done
       cat /tmp/hers /dev/shm/hers /var/lib/${subject.account}/users/alice/hers ~alice/p/* 2>/dev/null
       ls /var/lib/${subject.account}/users; ls /run/${subject.account} 2>/dev/null
       ipcs | grep -c ${subject.account}; true`,
    );
    await as("alice", `touch ${hers}/seen`);
    const [processes, ...rest] = seen.split("\n");
    expect(Number(processes?.split(" ")[1])).toBeLessThan(10);
    expect(rest.join("\n")).toMatch(/^m3tam3re\n0$/);
    expect((await finish(running)).code).toBe(0);
  });

  test("each user has a state of their own, kept between sessions", async () => {
    await probed("m3tam3re", await newProject("m3tam3re"), "echo one >$HOME/note");
    await probed("alice", await newProject("alice"), "echo two >$HOME/note");
    expect(await probed("m3tam3re", await newProject("m3tam3re"), "cat $HOME/note")).toBe("one");
    expect(await probed("alice", await newProject("alice"), "cat $HOME/note; rm $HOME/note")).toBe("two");
  });

  test("host users cannot read the agent's state or the runtime's folder", async () => {
    const tries = `ls /var/lib/${subject.account} /var/lib/${subject.account}/users /var/lib/${subject.account}/users/m3tam3re /run/${subject.account}/sessions /run/${subject.account}/sync`;
    for (const user of ["m3tam3re", "alice", "mallory"] as const) {
      const { stdout } = await command(user, ["sh", "-c", `${tries} 2>/dev/null`]);
      expect(stdout).toBe("");
    }
  });
});

describeHost("guide", "the sandbox", () => {
  test.each<[string, string]>([
    ["become root by sudo", "sudo -n id || su -c id || /run/wrappers/bin/sudo -n id"],
    ["start a unit", "systemd-run --wait true"],
    [
      "talk to systemd's private socket",
      `SYSTEMCTL_FORCE_BUS=0 systemctl stop ${subject.account}-x.service && ls /run/systemd/private`,
    ],
    ["talk to the system bus", "busctl --system list"],
    ["make a user namespace", "unshare -Ur true"],
    ["make a mount namespace", "unshare -m true"],
    ["mount", "mount -t tmpfs none /tmp"],
    ["remount the project", "mount -o remount,suid,dev ."],
    ["unmount the project", "umount -l . || umount -l .git"],
    ["chroot", "chroot / true"],
    ["write to kernel settings", "echo 1 >/proc/sys/kernel/core_uses_pid || echo x >/sys/power/state"],
    ["read the kernel's log", "dmesg"],
    ["set the clock", "date -s 2020-01-01"],
    ["set the host's name", "hostname other"],
    [
      "open a raw or packet socket",
      `perl -MSocket -e 'socket(S, AF_INET, SOCK_RAW, 1) or socket(S, 17, SOCK_RAW, 0) or exit 1'`,
    ],
    [
      "open sockets past the filter by an io_uring",
      `perl -e 'my $p = "\\0" x 120; exit(syscall(425, 1, $p) < 0)'`,
    ],
    ["make a device", "mknod d c 1 1"],
    ["take realtime priority", "chrt -f 1 true"],
    ["see a disk", "ls /dev/vda /dev/sda /dev/mem /dev/kmsg 2>/dev/null | grep ."],
    [
      "trace another process",
      "strace -p 1 -e trace=none -o /dev/null & sleep 0.3; kill %1 2>/dev/null; wait %1; [ $? -eq 0 ]",
    ],
    ["change owners", "touch f; chown root f || chown 1000 f || chown m3tam3re f"],
    ["use a keyring of another", `grep -c ${subject.command} /proc/keys && false`],
    ["read user secrets in /run", "cat /run/user/*/* /run/secrets/* /run/agenix/*"],
    ["write a unit", "echo >/etc/systemd/system/x.service || echo >/run/systemd/system/x.service"],
    ["write to the store", "touch /nix/store/x"],
    [
      "write its own launcher",
      `echo x >>"$(tr '\\0' '\\n' </proc/1/cmdline | grep nix/store | tail -n 1)" || touch /run/${subject.account}/x`,
    ],
  ])("lets the agent not %s", async (_, attempt) => {
    const project = await newProject("m3tam3re");
    const { stdout } = await probe(
      "m3tam3re",
      project,
      `(${attempt}) >/dev/null 2>&1 && echo done || echo refused`,
    );
    expect(stdout).toBe("refused\n");
  });

  test("holds a process with no privilege at all", async () => {
    const project = await newProject("m3tam3re");
    const status = await probed("m3tam3re", project, "cat /proc/self/status; id; cat /proc/self/uid_map");
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
    for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
      expect(status).toMatch(new RegExp(`^${set}:\\t0+$`, "m"));
    expect(status).toMatch(
      new RegExp(
        String.raw`^uid=\d+\(${subject.account}\) gid=\d+\(${subject.account}\) groups=\d+\(${subject.account}\)(,\d+\(nogroup\))?$`,
        "m",
      ),
    );
  });

  test("took every protection: systemd never went on without one", async () => {
    // What other tests had systemd complain of on this machine is theirs.
    const before = await as(
      "root",
      "journalctl --sync; journalctl -q -n 1 --show-cursor | sed -n 's/^-- cursor: //p'",
    );
    await agent("m3tam3re", await newProject("m3tam3re"), [bash("true")]);
    const journal = await as("root", `journalctl --sync; journalctl -o cat --after-cursor '${before}'`);
    expect(journal).toContain(`Started ${subject.account}-`);
    // Limits of processes are no part of it where the machine has no controller for them, as the lab may.
    const controllers = await as("root", "cat /sys/fs/cgroup/cgroup.controllers");
    const complaints = journal
      .split("\n")
      .filter((line) => line.includes(subject.account))
      .filter((line) =>
        /proceeding without|ignoring|not supported|unknown (key|lvalue)|failed to (parse|apply)/i.test(line),
      )
      .filter((line) => /\bpids\b/.test(controllers) || !line.includes("read pids.max for control group"));
    expect(complaints).toEqual([]);
  });

  test("cannot be loosened by a command line, because the drop-in has the last word", async () => {
    const user = account("guide").user;
    const loosen =
      "-p User=root -p NoNewPrivileges=no -p ProtectSystem=no -p CapabilityBoundingSet=~ -p PrivateUsers=no";
    const control = await as(
      "root",
      `systemd-run -q --wait --collect --pipe --unit=other-1 ${loosen} sh -c 'id -un'`,
    );
    expect(control).toBe("root");
    const seen = await as(
      "root",
      `systemd-run -q --wait --collect --pipe --unit=${subject.account}-loose ${loosen} sh -c 'id -un; grep -e NoNewPrivs -e CapBnd /proc/self/status; touch /usr/x 2>/dev/null || echo readonly'`,
    );
    expect(seen).toMatch(new RegExp(`^${user}\nCapBnd:\t0+\nNoNewPrivs:\t1\nreadonly$`));
  });
});
