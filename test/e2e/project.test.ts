import { expect, test } from "vitest";
import { secret } from "./lab/host.js";
import {
  agent,
  as,
  bash,
  describeHost,
  leftoversAfterFiveSeconds,
  newProject,
  probe,
  probed,
} from "./lab/lab.js";

/** What of the file system a session sees: the project and nothing else that is anybody's. */

const home = "/home/m3tam3re";
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

describeHost("guide", "the project", () => {
  test("what is not the project can be neither read nor written", async () => {
    const project = await newProject("m3tam3re");
    const other = await newProject("m3tam3re");
    const alices = await newProject("alice");
    await as(
      "m3tam3re",
      `echo mine | tee ${project}/file ${other}/file .bash_history >/dev/null; mkdir -p .ssh; echo key >.ssh/id`,
    );
    await as("alice", `echo hers >${alices}/file`);
    await as(
      "root",
      "echo roots >/root/file; echo everyones >/srv/file; chmod 666 /srv/file; chmod 711 /home/alice",
    );
    const forbidden = [
      `${other}/file`,
      `${home}/.bash_history`,
      `${home}/.ssh/id`,
      `${home}/.pi/agent/models.json`,
      `${alices}/file`,
      "/root/file",
      "/etc/shadow",
      "/etc/sudoers",
      "/run/secrets/pi-agent.env",
      "/var/lib/pi-agent/users/alice",
      "/var/log/journal/*/*",
    ];
    const reads = forbidden.map(
      (path) => `{ cat ${path} || ls ${path}/; } >/dev/null 2>&1 && echo "read ${path}"`,
    );
    const targets = [
      "/etc/x",
      "/usr/x",
      "/usr/bin/x",
      "/nix/store/x",
      "/opt/x",
      "/srv/file",
      "/srv/x",
      "/var/x",
      `${home}/x`,
      `${home}/p/x`,
      "/x",
      "/boot/x",
      "/run/x",
    ];
    const writes = targets.map((path) => `{ echo >>${path}; } 2>/dev/null && echo "wrote ${path}"`);
    const control = `cat ${project}/file; echo ours >>${project}/file && echo "wrote it"`;
    const [seen] = await agent("m3tam3re", project, [
      bash([control, ...reads, ...writes, "true"].join("\n")),
    ]);
    const notes = (seen ?? "").split("\n").filter((line) => line !== "");
    // Below a root that is not shown, writes land in the session's own tmpfs: they must not arrive outside.
    const harmless = new Set([`wrote ${home}/x`, `wrote ${home}/p/x`]);
    expect(notes.filter((note) => !harmless.has(note))).toEqual(["mine", "wrote it"]);
    const arrived = targets.filter((path) => path !== "/srv/file").join(" ");
    expect(await as("root", `ls -d ${arrived} 2>/dev/null || true`)).toBe("");
    expect(await as("root", "cat /srv/file; chmod 700 /home/alice")).toBe("everyones");
  });

  test.each<[string, { arrange: string; cwd: string; sees: string; hidden: string }]>([
    [
      "the nearest folder upwards that holds .git",
      { arrange: "git init -q top; mkdir -p top/a/b other", cwd: "top/a/b", sees: "top", hidden: "other" },
    ],
    [
      "an inner repository alone",
      {
        arrange: "git init -q top; git init -q top/inner; mkdir top/inner/a",
        cwd: "top/inner/a",
        sees: "top/inner",
        hidden: "top/.git",
      },
    ],
    [
      "the current folder without .git",
      { arrange: "mkdir -p plain/a/b", cwd: "plain/a", sees: "plain/a", hidden: "plain/c" },
    ],
  ])("exposed is %s", async (_, { arrange, cwd, sees, hidden }) => {
    const base = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${base}; ${arrange}; mkdir -p ${hidden}; echo a | tee ${sees}/seen ${hidden}/not >/dev/null`,
    );
    const output = await probed(
      "m3tam3re",
      `${base}/${cwd}`,
      `pwd; cat ${base}/${sees}/seen; cat ${base}/${hidden}/not 2>&1 || true`,
    );
    expect(output).toMatch(new RegExp(`^${base}/${cwd}\na\ncat: .*(No such file|Permission denied)`));
  });

  test("a .git above the project root does not widen what is exposed", async () => {
    await as("m3tam3re", "git init -q ~; mkdir -p ~/p/below");
    try {
      const seen = await probed("m3tam3re", `${home}/p/below`, `ls -A ${home}; ls -A ${home}/p`);
      expect(seen).toBe("p\nbelow");
    } finally {
      await as("m3tam3re", "rm -rf ~/.git");
    }
  });

  test.each([
    ["colon and a path", "x:/etc"],
    ["colon at the end", "x:"],
    ["space", "with space"],
    ["space at the end", "space "],
    ["newline", "two\nlines"],
    ["newline at the end", "line\n"],
    ["escape sequence", "a\u001b[31mred"],
    ["percent", "100%h%%n"],
    ["backslash", "back\\slash\\x2f"],
    ["double quote", 'quo"te'],
    ["single quote", "quo'te"],
    ["leading dash", "-rf"],
    ["dollar", "$HOME ${USER} $(id)"],
    ["glob", "*"],
    ["semicolon", "a;b&c|d"],
    ["comma and equals", "a,b=c"],
    ["hash", "# no comment"],
    ["unicode", "grüße 山 🧭"],
    ["tab", "a\tb"],
    ["long", "n".repeat(200)],
  ])("a folder named with %s is the one that is shown", async (_, name) => {
    const base = await newProject("m3tam3re");
    const folder = `${base}/${name}`;
    await as("m3tam3re", `mkdir -p ${quote(folder)}; echo marker >${quote(`${folder}/marker`)}`);
    const script = "printf '%s\\0' \"$(pwd; echo .)\"; cat marker; grep -c ^root: /etc/passwd; touch made";
    const { code, stdout, stderr } = await probe("m3tam3re", folder, script);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${folder}\n.\0marker\n1\n`, stderr: "" });
    expect(await as("m3tam3re", `stat -c %U ${quote(`${folder}/made`)}`)).toBe("m3tam3re");
  });

  test("a git repository in a folder with such a name is protected like any other", async () => {
    const base = await newProject("m3tam3re");
    const folder = `${base}/a:b c%d\\e "f'`;
    await as("m3tam3re", `git init -q ${quote(folder)}`);
    const seen = await probe(
      "m3tam3re",
      folder,
      "echo x >.git/hooks/post-commit || echo refused; git status --short; echo a >a; git add a && echo staged",
    );
    expect(seen).toMatchObject({ code: 0, stdout: "refused\nstaged\n" });
  });

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
    expect(await leftoversAfterFiveSeconds()).toEqual([]);
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
    const attempt =
      "cat hers/secret roots; echo x >hers/new; echo x >>hers/open; echo x >>roots; chmod 777 hers/secret; chown pi-agent roots";
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

  test("the environment file's secret reaches the agent and no file", async () => {
    const project = await newProject("m3tam3re");
    expect(await probed("m3tam3re", project, 'echo "$LAB_SECRET"')).toBe(secret);
    const found = await as(
      "root",
      `grep -rlF ${secret} /var/lib/pi-agent /run/systemd /run/pi-agent /etc /nix/store /home 2>/dev/null || true`,
    );
    expect(found).toBe("");
  });
});

describeHost("whole root", "exposure of the whole root", () => {
  test("shows the matching project root, not the others", async () => {
    const project = await newProject("m3tam3re");
    const other = await newProject("m3tam3re");
    await as("m3tam3re", `echo a >${other}/file; echo b >~/work/private/file; echo c >~/file`);
    const script = `pwd; cat ${other}/file; echo new >${other}/new; ls -A ${home}; cat ${home}/work/private/file ${home}/file 2>/dev/null || echo hidden`;
    expect(await probed("m3tam3re", project, script)).toBe(`${project}\na\np\nhidden`);
    expect(await as("m3tam3re", `stat -c %U ${other}/new`)).toBe("m3tam3re");
  });
});
