import { afterEach, expect, test } from "vitest";
import {
  account,
  agents,
  as,
  command,
  describeHost,
  eventually,
  finish,
  leftoversInTheEnd,
  newProject,
  plan,
  probe,
  startProbe,
} from "./lab/lab.js";
import { subjects } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/** Two agents of one user at once, each after what is the other's. The control of an attack is that root can do it there. */

type Agent = (typeof agents)[number];

/** What the attacked one has: a file, a process with a secret in its memory and environment, sockets, a key. */
const victim = (mark: string) => `
  echo ${mark}-file >~/${mark}; key=$(keyctl add user ${mark} ${mark}-key @u 2>/dev/null || true)
  python3 -c '
import socket, time
path = socket.socket(socket.AF_UNIX); path.bind("/tmp/${mark}.sock"); path.listen()
name = socket.socket(socket.AF_UNIX); name.bind("\\0${mark}"); name.listen()
port = socket.socket(socket.AF_INET); port.bind(("127.0.0.1", 0)); port.listen()
print("ready", port.getsockname()[1], flush=True)
time.sleep(300)' ${mark}-secret`;

describeHost("every agent", "several agents at once", () => {
  afterEach(async () => expect(await leftoversInTheEnd()).toEqual([]));

  test.each<[Agent, Agent]>([
    ["pi-agent", "opencode-agent"],
    ["opencode-agent", "pi-agent"],
    ["quill-agent", "pi-agent"],
    ["opencode-agent", "quill-agent"],
    ["claude-code-agent", "pi-agent"],
    ["opencode-agent", "claude-code-agent"],
  ])("%s gets at nothing of %s", async (attacker, attacked) => {
    const mark = `mark-${attacked}-${process.pid}`;
    const [here, there] = [await newProject("m3tam3re"), await newProject("m3tam3re")];
    const running = startProbe("m3tam3re", there, victim(mark), attacked);
    const pid = await eventually(async () => {
      const found = await as(
        "root",
        `pgrep -u ${account("every agent", attacked).user} -f ${mark}-secret -o || true`,
      );
      const listens = await as("root", `grep -c '@${mark}$' /proc/${found || "self"}/net/unix || true`);
      return found === "" || listens === "0" ? undefined : found;
    });
    expect(pid).toBeDefined();
    const state = `/var/lib/${attacked}/users/m3tam3re`;
    const attacks: Readonly<Record<string, string>> = {
      "its state": `cat ${state}/${mark}`,
      "its copies of configuration": `ls /var/lib/${attacked}/config`,
      "its project": `ls -d ${there}/.`,
      "its process by name": `pgrep -f "[m]${mark.slice(1)}-secret"`,
      "its process in /proc": `grep -aqs "[m]${mark.slice(1)}-secret" /proc/[0-9]*/cmdline`,
      "its process by signal": `kill -0 ${pid}`,
      "its abstract socket": `python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect("\\0${mark}")'`,
      "its socket in /tmp": `ls /tmp/${mark}.sock`,
      "its run directory": `ls /run/${attacked}`,
      "its runner by sudo": `sudo -n ${runnerOf(attacked)}`,
    };
    const script = Object.entries(attacks)
      .map(([what, attack]) => `if (${attack}) >/dev/null 2>&1; then echo '${what}'; fi`)
      .join("\n");
    const { code, stdout } = await probe("m3tam3re", here, `${script}\necho end`, [], { agent: attacker });
    const inside = ["its abstract socket", "its socket in /tmp"];
    const control = await as(
      "root",
      Object.entries(attacks)
        .filter(([what]) => !what.includes("sudo"))
        .map(([what, attack]) => {
          const entered = inside.includes(what)
            ? `nsenter -t ${pid} -m -n bash -c ${JSON.stringify(attack).replaceAll("$", "\\$")}`
            : attack;
          return `if (${entered}) >/dev/null 2>&1; then echo '${what}'; fi`;
        })
        .join("\n"),
    );
    await as("root", `kill ${pid}`);
    await finish(running);
    // Abstract names belong to a network, and of these only quill has one to itself; see docs/threat-model.md.
    const shared = attacker !== "quill-agent" && attacked !== "quill-agent" ? "its abstract socket\n" : "";
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${shared}end\n` });
    expect(control.split("\n")).toEqual(Object.keys(attacks).filter((what) => !what.includes("sudo")));
  });

  test("share no account, no group, no directory and no rule", async () => {
    const accounts = Object.values(plan("every agent").agents);
    expect(new Set(accounts.map(({ user }) => user)).size).toBe(agents.length);
    const ids = await as("root", accounts.map(({ user }) => `id -G ${user}`).join("; "));
    expect(new Set(ids.split("\n")).size).toBe(agents.length);
    for (const { user } of accounts)
      expect(await as("root", `stat -c '%a %U' /var/lib/${user}`)).toMatch(/^7[15]1? root$|^7\d\d /);
  });

  test("of the same user in the same project work side by side, and their files are the user's", async () => {
    const project = await newProject("m3tam3re", { git: true });
    // Each begins while those before it run, and all end at once: the last one takes the view of git away.
    const wait = "until [ -e end ]; do sleep 0.05; done; cat one.txt";
    const running = [];
    for (const name of agents) {
      running.push(startProbe("m3tam3re", project, `id -un >${name}.txt; ${wait}`, name));
      await appears(`${project}/${name}.txt`);
    }
    await as("m3tam3re", `touch ${project}/end`);
    const fine = { code: 0, stdout: "one\n", stderr: "" };
    expect(await Promise.all(running.map(finish))).toEqual(agents.map(() => fine));
    expect(await as("root", `findmnt -rno TARGET | grep '^${project}' || true`)).toBe("");
    expect(await as("m3tam3re", `cd ${project}; stat -c '%U %n' *.txt`)).toBe(
      [...agents, "one"]
        .sort()
        .map((name) => `m3tam3re ${name}.txt`)
        .join("\n"),
    );
  });

  test("real ones of one user in one project each do their task at once, as themselves", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const tasks = Object.values(subjects).map(async ({ account, command: name, tools, unattended }) => {
      const script = [
        tools.bash(`id -un | tee ${account}.txt`),
        tools.write(project, `by/${account}`, "written\n"),
        tools.bash(`ls -A ~/..`),
      ];
      const { args, ...input } = unattended(script);
      const { code, stdout, stderr } = await command("m3tam3re", [name, ...args], { ...input, cwd: project });
      if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr}`);
      const [whoami = "", , homes = ""] = JSON.parse(stdout) as string[];
      // Of all agents' state there is this user's of this one.
      expect([whoami.trim(), homes.trim()]).toEqual([account, "m3tam3re"]);
      return account;
    });
    const accounts = (await Promise.all(tasks)).sort();
    expect(await as("m3tam3re", `cd ${project}; cat *-agent.txt; ls by`)).toBe(
      [...accounts, ...accounts].join("\n"),
    );
    expect(await as("root", `find ${project} ! -user m3tam3re -o ! -group users`)).toBe("");
  });
});

/** The wrapper's runner, of the agent itself and not of the probe. */
function runnerOf(agent: Agent): string {
  return new RegExp(`NOPASSWD: (\\S+/${agent}-runner)`).exec(plan("every agent").sudoers)?.[1] ?? "";
}
