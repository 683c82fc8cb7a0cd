import { afterEach, expect, test } from "vitest";
import {
  as,
  command,
  describeHost,
  leftoversInTheEnd,
  newProject,
  probe,
  probed,
  probeRunner,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** Whatever state the caller's process is in, root's part does its work or refuses, and leaves nothing behind. */
describeHost("guide", "a caller with", () => {
  afterEach(async () => {
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test.each([
    ["no room for files", "ulimit -f 0"],
    ["few open files", "ulimit -n 64"],
    ["few open files for now", "ulimit -S -n 12"],
    ["a small stack", "ulimit -s 512"],
    ["little address space", "ulimit -v 1000000"],
    ["a second of processor time", "ulimit -t 1"],
    ["core files wanted", "ulimit -c unlimited"],
    ["a mask that lets all in", "umask 000"],
    ["a mask that lets none in", "umask 777"],
    ["SIGCHLD ignored", "trap '' CHLD"],
    ["SIGPIPE ignored", "trap '' PIPE"],
    ["SIGTERM and SIGHUP ignored", "trap '' TERM HUP INT"],
    ["the lowest priority", "renice -n 19 $$ >/dev/null"],
    ["standard input closed", "exec <&-"],
    ["standard error closed", "exec 2>&-"],
    ["standard input open for writing only", "exec 0>~/written"],
    ["standard error open for reading only", "exec 2</dev/null"],
    ["a folder as standard input", "exec <."],
    ["many open files", 'for fd in $(seq 10 200); do eval "exec $fd</etc/passwd"; done'],
    ["two thousand variables", "for n in $(seq 2000); do export V_$n=$n; done"],
    ["a variable of 100 KiB", 'export LC_X="$(head -c 100000 /dev/zero | tr "\\0" x)"'],
  ])("%s gets a session like any other", async (_, state) => {
    const project = await newProject("m3tam3re");
    const script = "umask; ulimit -f; echo x >made; stat -c '%U %a' made; trap -p | wc -l";
    const seen = await as("m3tam3re", `cd ${project}; ${state}; exec probe "${script}"`);
    expect(seen).toBe(`0022\nunlimited\n${subject.account} 644\n0`);
    expect(await leftoversInTheEnd()).toEqual([]);
    expect(
      await as(
        "root",
        `stat -c '%U %a' ${project}/made; find /var/lib/${subject.account} /run/${subject.account} -perm /022 ! -type l`,
      ),
    ).toBe("m3tam3re 644");
  });

  test.each([8, 12, 15, 16, 24, 31])(
    "room for %i files is told what is missing, or gets a session",
    async (count) => {
      const project = await newProject("m3tam3re");
      const script = `cd ${project}; ulimit -n ${count}; exec probe 'echo started'`;
      const { code, stdout, stderr } = await command("m3tam3re", ["bash", "-c", script]);
      // Root may raise the limit where the machine lets it (capabilities(7), CAP_SYS_RESOURCE).
      if (code === 0) expect(stdout).toBe("started\n");
      else {
        expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
        expect(stderr).toMatch(
          new RegExp(
            String.raw`${subject.account}: too few files may be open here[^\n]* ulimit -H -n [^\n]*\n$`,
          ),
        );
      }
    },
  );

  test("the wrapper of another generation is told which command to call", async () => {
    const project = await newProject("m3tam3re");
    const current = "/run/current-system/sw/bin/probe";
    const old = await as("m3tam3re", `readlink -f ${current}`);
    const call = () => command("m3tam3re", [old, "echo started"], { cwd: project });
    expect((await call()).stdout).toBe("started\n");
    const other = probeRunner("loopback only");
    expect(other).not.toBe(probeRunner("guide"));
    await as("root", `cp /etc/sudoers /srv/sudoers; cp -P ${current} /srv/probe`);
    try {
      const swap = `s,${probeRunner("guide")},${other},g`;
      await as(
        "root",
        `sed -i '${swap}' /etc/sudoers; rm ${current}; sed '${swap}' ${old} >${current}; chmod 755 ${current}`,
      );
      const { code, stdout, stderr } = await call();
      expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
      expect(stderr).toBe(
        `${subject.account}: this command is of another generation of the system than the running one; call ${current}\n`,
      );
      expect((await probe("m3tam3re", project, "echo started")).stdout).toBe("started\n");
      // What sudo itself says, which helped nobody.
      const bare = await command("m3tam3re", ["sudo", "-n", "--", probeRunner("guide")], { cwd: project });
      expect(bare.stderr).toMatch(/password/);
    } finally {
      await as("root", `cat /srv/sudoers >/etc/sudoers; cp -P --remove-destination /srv/probe ${current}`);
    }
  });

  test("standard output closed gets an end without a session's leftovers", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cd ${project}; probe 'echo x' >&- || true`);
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("a full disk of the agent's gets a refusal or a session, and the state stays whole", async () => {
    const project = await newProject("m3tam3re");
    await probed("m3tam3re", project, "true");
    const users = `/var/lib/${subject.account}/users/m3tam3re`;
    const owner = `uid=$(id -u ${subject.account}),gid=$(id -g ${subject.account})`;
    try {
      // What the state holds by now has room, and next to nothing beside it.
      await as(
        "root",
        `cp -a ${users} /srv/kept; size=$(du -sk /srv/kept | cut -f1)
        mount -t tmpfs -o size=$((size + 100))k,mode=700,${owner} full ${users}; cp -a /srv/kept/. ${users}
        head -c 100M /dev/zero >${users}/filler 2>/dev/null || true`,
      );
      await as(
        "m3tam3re",
        `mkdir -p ${subject.directory}/skills; for i in 1 2 3 4 5; do head -c 40000 /dev/zero >${subject.directory}/skills/$i; done`,
      );
      const state = `cd ${users}/${subject.directory}; find . -type f -size -20k -print0 | sort -z | xargs -0 sha256sum`;
      const before = await as("root", state);
      const seen = await as("m3tam3re", `cd ${project}; probe 'echo started' 2>&1 || echo status=$?`);
      expect(seen).toMatch(/^started$|status=(69|78)$/);
      expect(await as("root", state)).toBe(before);
    } finally {
      await as(
        "root",
        `umount -l ${users}; rm -rf /srv/kept; rm -rf /home/m3tam3re/${subject.directory}/skills`,
      );
    }
  });
});
