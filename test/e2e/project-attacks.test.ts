import { expect, test } from "vitest";
import { as, describeHost, leftoversInTheEnd, newProject, probe, probed } from "./lab/lab.js";
import { real, standIn } from "./lab/stand-in.js";
import { subject } from "./lab/subject.js";
import { appears, runnerLeaves } from "./lab/waiting.js";

/** A project that moves while the session starts, and what others, or the agent, put into it. */

const home = "/home/m3tam3re";

describeHost("guide", "a hostile project", () => {
  test("a deleted working folder is refused", async () => {
    const base = await newProject("m3tam3re");
    const gone = `mkdir ${base}/gone; cd ${base}/gone; rmdir ${base}/gone; probe 'echo started' 2>&1 && echo 0 || echo $?`;
    expect(await as("m3tam3re", gone)).toMatch(/\n77$/);
    const again = `mkdir ${base}/gone; cd ${base}/gone; rmdir ${base}/gone; mkdir ${base}/gone; probe 'echo started' 2>&1 && echo 0 || echo $?`;
    expect(await as("m3tam3re", again)).toMatch(/\n77$/);
  });

  test("a renamed working folder is shown under its new name", async () => {
    const base = await newProject("m3tam3re");
    const renamed = `mkdir ${base}/old; cd ${base}/old; mv ${base}/old ${base}/new; probe 'pwd; touch here'`;
    expect(await as("m3tam3re", renamed)).toBe(`${base}/new`);
    expect(await as("m3tam3re", `ls ${base}/new`)).toBe("here");
  });

  test("a working folder that is moved out of the root is refused", async () => {
    const base = await newProject("m3tam3re");
    const moved = `mkdir ${base}/in; cd ${base}/in; rm -rf ~/out; mv ${base}/in ~/out; probe 'echo started' 2>&1 && echo 0 || echo $?`;
    expect(await as("m3tam3re", moved)).toMatch(/\n77$/);
  });

  test("swapping folders while the session starts never shows another folder", async () => {
    const base = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `mkdir ${base}/d ${base}/d/work; touch ${base}/d/work/mine; ln -s /etc ${base}/l; mkdir -p ~/swap/work; touch ~/swap/work/hidden`,
    );
    expect(await as("m3tam3re", `ls ${base}/l/passwd`)).toContain("passwd");
    // Exchanges the project's folder with a link and with a folder outside the root, without pause.
    const swap = `cd ${base}; while [ -e ${base}/go ]; do mv -T d d2; mv -T l d; mv -T d l; mv -T d2 d; mv -T d ~/away; mv -T ~/swap d; mv -T d ~/swap; mv -T ~/away d; done`;
    const session = `cd ${base}/d/work 2>/dev/null && probe 'pwd; ls' 2>/dev/null || true`;
    const seen = await as(
      "m3tam3re",
      `touch ${base}/go; (${swap}) & for i in $(seq 25); do (${session}); done; rm ${base}/go; wait`,
    );
    const lines = new Set(seen.split("\n").filter((line) => line !== ""));
    lines.delete("mine");
    lines.delete(`${base}/d/work`);
    lines.delete(`${base}/d2/work`);
    expect([...lines]).toEqual([]);
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("moving the way to the working folder while the session starts never shows what lies beside it", async () => {
    const base = await newProject("m3tam3re");
    await as("m3tam3re", `mkdir -p ${base}/.git ${base}/way/work ~/aside; touch ${base}/mine ~/aside/hidden`);
    // Between the two moves, the folder two steps up from the pinned one is ~/aside.
    const move = `while [ -e ~/go ]; do mv -T ${base}/way ~/aside/way; mv -T ~/aside/way ${base}/way; done`;
    const session = `cd ${base}/way/work 2>/dev/null && probe 'ls ../..' 2>/dev/null || true`;
    const seen = await as(
      "m3tam3re",
      `touch ~/go; (${move}) & for i in $(seq 25); do (${session}); done; rm ~/go; wait; ${session}`,
    );
    expect([...new Set(seen.split("\n"))].filter((line) => line !== "").toSorted()).toEqual(["mine", "way"]);
  });

  /** A folder of the host user, outside of the roots. */
  const outside = `${home}/outside`;

  test("a folder that is moved while the helper is asked does not show what is around its new place", async () => {
    const base = await newProject("m3tam3re");
    // The helper opens this FIFO when root has taken the project and has yet to mount it.
    await as(
      "m3tam3re",
      `mkdir -p ${base}/main/sub ${base}/git ${outside}; mkfifo ${base}/git/config; echo hidden >${outside}/key
      echo 'gitdir: ../git' | tee ${base}/main/.git >${outside}/.git`,
    );
    const session = async (meanwhile: string): Promise<string> => {
      const seen = as(
        "m3tam3re",
        `cd ${base}/main/sub; { exec 9>${base}/git/config; touch ${base}/open; until [ -e ${base}/taken ]; do sleep 0.05; done; ${meanwhile}; exec 9>&-; } &
        probe 'ls -A ..' 2>/dev/null || echo $?; wait; rm ${base}/open ${base}/taken`,
      );
      await appears(`${base}/open`);
      await runnerLeaves();
      await as("m3tam3re", `touch ${base}/taken`);
      return seen;
    };
    expect(await session("true")).toBe(".git\nsub");
    expect(await session(`mv ${base}/main/sub ${outside}; mkdir ${base}/main/sub`)).toBe("69");
    await as("m3tam3re", `rm -r ${outside}`);
  });

  test("a folder that is moved before the helper looks does not show what is around its new place", async () => {
    const base = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `mkdir -p ${base}/main/sub ${outside}; touch ${base}/main/.git ${outside}/.git ${outside}/key`,
    );
    // The helper begins after root has looked at the working folder, and the user has done what is done meanwhile.
    const undo = await standIn(
      "setpriv",
      `#!/bin/sh
      case $* in *host-user*) touch /tmp/asking; until [ -e ${base}/done ]; do sleep 0.05; done ;; esac
      exec ${real("setpriv")} "$@"\n`,
    );
    const session = (meanwhile: string) =>
      as(
        "m3tam3re",
        `cd ${base}/main/sub; { until [[ -e /tmp/asking ]]; do sleep 0.05; done; ${meanwhile}; touch ${base}/done; } & probe 'ls -A ..' 2>/dev/null || echo $?; wait`,
      );
    try {
      expect(await session("true")).toBe(".git\nsub");
      await as("root", `rm /tmp/asking ${base}/done`);
      expect(await session(`mv ${base}/main/sub ${outside}; mkdir ${base}/main/sub`)).toBe("77");
    } finally {
      await undo();
      await as("root", `rm -rf /tmp/asking ${outside}`);
    }
  });

  test("a folder that is swapped for a link under the eyes of mount(8) is not what is mounted", async () => {
    const base = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `mkdir -p ${base}/main/sub ${outside}; touch ${base}/main/.git ${outside}/.git ${outside}/key`,
    );
    // mount(8) with three seconds between its look at the names and its grip, as on a very busy machine.
    const undo = await standIn(
      "mount",
      `#!/bin/sh
      case $* in *bind*) touch /tmp/mounting; exec strace -o /dev/null -e inject=open_tree:delay_enter=3000000 ${real("mount")} "$@" ;; esac
      exec ${real("mount")} "$@"\n`,
    );
    const session = (meanwhile: string) =>
      as(
        "m3tam3re",
        `cd ${base}/main/sub; { until [[ -e /tmp/mounting ]]; do sleep 0.05; done; sleep 1.5; ${meanwhile}; } & probe 'ls -A ..' 2>/dev/null || echo $?; wait`,
      );
    try {
      expect(await session("true")).toBe(".git\nsub");
      await as("root", "rm /tmp/mounting");
      const swap = `mv ${base}/main/sub ${outside}; mv ${base}/main ${base}/away; ln -s ${outside} ${base}/main`;
      expect(await session(swap)).toBe("69");
    } finally {
      await undo();
      await as("root", `rm -rf /tmp/mounting ${outside}`);
    }
  });

  test("a set-user-ID program of the user's: a write takes the bit, a write through a mapping does not", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${project}; for n in written mapped; do printf 'users' >$n; chmod 4755 $n; done; printf 'agent' >theirs`,
    );
    // mmap(2) of one page, writable and shared, into which read(2) then writes; numbers of x86-64.
    const map = `perl -e 'open(F, "+<", "mapped"); open(S, "<", "theirs"); $a = syscall(9, 0, 4096, 3, 1, fileno(F), 0); syscall(0, fileno(S), $a, 5)'`;
    await probed("m3tam3re", project, `cp theirs written 2>/dev/null; ${map}`);
    expect(
      await as("m3tam3re", `cd ${project}; for n in written mapped; do stat -c %a $n; cat $n; echo; done`),
    ).toBe("755\nagent\n4755\nagent");
    // Inside the bit means nothing.
    const inside = `cp /usr/bin/id id; chmod 755 id; exec ./id -u`;
    await as("m3tam3re", `cd ${project}; cp /usr/bin/id tool; chmod 4755 tool`);
    expect(await probed("m3tam3re", project, "./tool -u")).toBe(await probed("m3tam3re", project, inside));
  });

  test("another user's folder and files inside the project stay the other user's", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "root",
      `install -d -o alice -g users -m 755 ${project}/hers
      install -o alice -g users -m 600 /dev/stdin ${project}/hers/secret <<<hers
      install -o alice -g users -m 644 /dev/stdin ${project}/hers/open <<<open
      install -o root -g root -m 600 /dev/stdin ${project}/roots <<<roots`,
    );
    const attempt = `cat hers/secret roots; echo x >hers/new; echo x >>hers/open; echo x >>roots; chmod 777 hers/secret; chown ${subject.account} roots`;
    const seen = await probe("m3tam3re", project, `cat hers/open; { ${attempt}; } 2>/dev/null; true`);
    expect(seen).toMatchObject({ code: 0, stdout: "open\n" });
    expect(await as("root", `cd ${project}; cat hers/* roots; stat -c '%U %a' hers/* roots; ls hers`)).toBe(
      "open\nhers\nroots\nalice 644\nalice 600\nroot 600\nopen\nsecret",
    );
    const inside = await probe("m3tam3re", `${project}/hers`, "echo x >new && echo wrote");
    expect(inside.stdout).toBe("");
  });

  test("links to another user's file lead nowhere", async () => {
    const project = await newProject("m3tam3re");
    await as("alice", "echo hers >~/secret; chmod 600 ~/secret");
    await as(
      "root",
      `ln -s /home/alice/secret ${project}/soft; ln /home/alice/secret ${project}/hard; ln -s ${project}/own ${project}/control`,
    );
    await as("m3tam3re", `echo mine >${project}/own`);
    const seen = await probe(
      "m3tam3re",
      project,
      "cat control; { cat soft; cat hard; echo x >>hard; echo x >>soft; } 2>/dev/null; true",
    );
    expect(seen).toMatchObject({ code: 0, stdout: "mine\n" });
    expect(await as("alice", "cat ~/secret")).toBe("hers");
  });

  test("a link out of the project is not followed to the host, however it is made", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", "echo mine >~/outside");
    const script = `ln -s ${home}/outside a; ln -s /proc/1/root${home}/outside b; ln -s ../../outside c; cat a b c 2>/dev/null || echo none`;
    expect(await probed("m3tam3re", project, script)).toBe("none");
    expect(await as("m3tam3re", `cat ${project}/c`)).toBe("mine");
  });

  test("the agent cannot leave a setuid program of the host user's", async () => {
    const project = await newProject("m3tam3re");
    const script =
      "cp /bin/bash shell; chmod 755 shell && echo control; chmod 4755 shell; chmod 2755 shell; mkdir d; chmod 2777 d; ls -ld d shell | cut -c1-10";
    const { stdout } = await probe("m3tam3re", project, script);
    expect(stdout).toBe("control\ndrwxr-xr-x\n-rwxr-xr-x\n");
    expect(await as("root", `find ${project} -perm /6000`)).toBe("");
  });

  test("the project's mount honours neither setuid programs nor devices, and has no mount below it", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "root",
      `cd ${project}; cp /usr/bin/id id; chmod 4755 id; mknod zero c 1 5; chmod 666 zero
      mkdir inner; mount -t tmpfs none inner; echo hidden >inner/file`,
    );
    try {
      const seen = await probe(
        "m3tam3re",
        project,
        "./id -u | grep -c '^0$'; head -c 1 zero 2>/dev/null | wc -c; ls inner; findmnt -no OPTIONS -T .",
      );
      const [asRoot, device, options] = seen.stdout.trimEnd().split("\n");
      expect({ asRoot, device }).toEqual({ asRoot: "0", device: "0" });
      expect(options?.split(",")).toEqual(expect.arrayContaining(["nosuid", "nodev"]));
    } finally {
      await as("root", `umount ${project}/inner`);
    }
  });
});
