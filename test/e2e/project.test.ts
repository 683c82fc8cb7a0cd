import { expect, test } from "vitest";
import { secret } from "./lab/host.js";
import { agent, as, bash, describeHost, newProject, probed } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** What of the file system a session sees: the project and nothing else that is anybody's. */

const home = "/home/m3tam3re";

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
      `${home}/${subject.directory}/${subject.provider("").path}`,
      `${alices}/file`,
      "/root/file",
      "/etc/shadow",
      "/etc/sudoers",
      `/run/secrets/${subject.account}.env`,
      `/var/lib/${subject.account}/users/alice`,
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

  test("starting takes no more calls with many files than with few", async () => {
    const callsWith = async (files: number): Promise<number> => {
      const project = await newProject("m3tam3re", { git: true });
      await as("m3tam3re", `mkdir -p ${project}/a/b; cd ${project}/a/b; seq ${files} | xargs touch`);
      const trace = "strace -f -qq -e trace=%file,getdents64 -e signal=none -o /srv/trace -u m3tam3re";
      return Number(await as("root", `cd ${project}; ${trace} probe true; wc -l </srv/trace; rm /srv/trace`));
    };
    const [few, many] = [await callsWith(10), await callsWith(5_000)];
    expect(few).toBeGreaterThan(100);
    expect(many - few).toBeLessThan(1_000);
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

  test("the environment file's secret reaches the agent and no file", async () => {
    const project = await newProject("m3tam3re");
    expect(await probed("m3tam3re", project, 'echo "$LAB_SECRET"')).toBe(secret);
    const found = await as(
      "root",
      `grep -rlF ${secret} /var/lib/${subject.account} /run/systemd /run/${subject.account} /etc /nix/store /home 2>/dev/null || true`,
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
