import { afterEach, expect, test } from "vitest";
import {
  as,
  command,
  describeHost,
  leftoversInTheEnd,
  newProject,
  probe,
  probed,
  received,
} from "./lab/lab.js";
import type { Script } from "./lab/model.js";
import { subjects } from "./lab/subject.js";
import { openTerminal } from "./lab/terminal.js";

/** The second agent: real opencode, isolated beside pi on one host. What of pi's tests is about the isolation holds for both. */

const home = "/home/m3tam3re";
const own = "/var/lib/opencode-agent/users/m3tam3re";
const configuration = `${home}/.config/opencode`;

/** One unattended run. It takes the prompt from its input, for arguments with spaces are put into quotes. */
const opencode = (cwd: string, prompt: Script | string) =>
  command("m3tam3re", ["opencode", "run"], {
    cwd,
    stdin: typeof prompt === "string" ? prompt : JSON.stringify(prompt),
  });

const agent = "opencode-agent";

const bash = (line: string) => ({ tool: "bash", arguments: { command: line, description: "a test" } });

describeHost("every agent", "opencode", () => {
  afterEach(async () => expect(await leftoversInTheEnd()).toEqual([]));

  test("edits, creates and commits as its own user, and every file stays the host user's", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const { code, stdout, stderr } = await opencode(project, [
      bash("id -un; pwd"),
      { tool: "write", arguments: { filePath: `${project}/src/new.txt`, content: "written\n" } },
      { tool: "read", arguments: { filePath: `${project}/one.txt` } },
      { tool: "edit", arguments: { filePath: `${project}/one.txt`, oldString: "one", newString: "edited" } },
      bash("git add -A && git commit -qm 'by the agent' && git log --format=%s"),
    ]);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    const outputs = JSON.parse(stdout) as string[];
    expect(outputs[0]).toBe(`opencode-agent\n${project}\n`);
    expect(outputs[4]).toBe("by the agent\nby the user\n");
    expect(await as("root", `find ${project} ! -user m3tam3re -o ! -group users`)).toBe("");
    const after = `cd ${project}; git status --porcelain; git log --format=%s; cat one.txt src/new.txt`;
    expect(await as("m3tam3re", after)).toBe("by the agent\nby the user\nedited\nwritten");
    // What it keeps lies with the agent, and nothing of it in the user's home.
    expect(await as("root", `ls ${own}/.local/share/opencode/opencode.db`)).toContain(own);
    expect(await as("m3tam3re", "ls -d ~/.local 2>/dev/null || true")).toBe("");
  });

  test("is refused outside of the allowed roots, and asks the model nothing", async () => {
    const { code, stdout, stderr } = await opencode(`${home}/work`, "opencode out of its root");
    expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
    expect(stderr).toMatch(/^opencode-agent: .*m3ta\.opencode-agent\.hostUsers\.m3tam3re\.projectRoots.*\n$/);
    expect(await received("opencode out of its root")).toEqual([]);
  });

  test("goes by the managed settings, whatever the user or the agent wrote by which name", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cat >${configuration}/config.json`, {
      stdin: JSON.stringify({ username: "weakest", share: "manual", autoupdate: true }),
    });
    await as("m3tam3re", `cat >${configuration}/opencode.json`, {
      stdin:
        '{"username": "user", /* a comment, // and "texts" */ "permission": {"bash": {"rm *": "allow", "ls *": "ask"}},}',
    });
    await probed(
      "m3tam3re",
      project,
      `cd "$OPENCODE_CONFIG_DIR"; echo '{"share": "auto"}' >opencode.json; echo '{"autoupdate": true}' >opencode.jsonc`,
      agent,
    );
    const { code, stdout, stderr } = await probe(
      "m3tam3re",
      project,
      `cd "$OPENCODE_CONFIG_DIR"; ls; cat opencode.json; /opt/opencode/bin/opencode debug config`,
      [],
      { agent },
    );
    expect(code).toBe(0);
    // What the agent had planted is put aside, with a word.
    expect(stderr).toContain("opencode.jsonc was in the way of opencode");
    const [names = "", written = "", seen = ""] = stdout.split(/^(?=\{)/m);
    expect(names.split("\n").filter((name) => name.endsWith(".json") || name.endsWith(".jsonc"))).toEqual([
      "opencode.json",
    ]);
    for (const text of [written, seen]) {
      const config = JSON.parse(text) as Record<string, unknown> & { permission: { bash: object } };
      expect(config).toMatchObject({
        username: "user",
        share: "manual",
        autoupdate: false,
        model: "lab/obedient",
      });
      // The last that matches wins: the managed rules stand last, in their order.
      expect(Object.entries(config.permission.bash)).toEqual([
        ["ls *", "ask"],
        ["*", "allow"],
        ["rm *", "deny"],
      ]);
    }
    await as("m3tam3re", `rm ${configuration}/config.json ${configuration}/opencode.json`);
  });

  test("goes by the managed settings, whatever the project says, which else has the last word", async () => {
    const project = await newProject("m3tam3re");
    const theirs = {
      autoupdate: true,
      username: "project",
      permission: { bash: { "*": "ask", "rm *": "allow" } },
    };
    await as("m3tam3re", `cd ${project}; mkdir .opencode; tee opencode.json >.opencode/opencode.json`, {
      stdin: JSON.stringify(theirs),
    });
    const config = async (before: string) =>
      JSON.parse(
        await probed("m3tam3re", project, `${before} /opt/opencode/bin/opencode debug config`, agent),
      );
    const managed = await config("");
    expect(managed).toMatchObject({ autoupdate: false, username: "project" });
    expect(managed.permission.bash).toEqual({ "*": "allow", "rm *": "deny" });
    const without = await config("env -u OPENCODE_CONFIG_CONTENT");
    expect(without).toMatchObject({ autoupdate: true, username: "project" });
    expect(without.permission.bash["rm *"]).toBe("allow");
  });

  test("is not started on settings that are none", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `echo '{"username": "half' >${configuration}/config.json`);
    const { code, stderr } = await probe("m3tam3re", project, "true", [], { agent });
    await as("m3tam3re", `rm ${configuration}/config.json`);
    expect(code).toBe(78);
    expect(stderr).toBe(
      `opencode-agent: ${configuration}/config.json is not a JSON object, with comments or without; mend it\n`,
    );
  });

  test("has the credentials of who lets them be copied, from where opencode keeps them, and nobody else's", async () => {
    const store = ".local/share/opencode";
    for (const user of ["m3tam3re", "alice"] as const) {
      await as(
        user,
        `mkdir -p ~/${store} && echo '{"lab": {"type": "api", "key": "key-of-${user}"}}' >~/${store}/auth.json`,
      );
      const project = await newProject(user);
      const { stdout } = await probe(user, project, `cat ~/${store}/auth.json; ls ~/.config/opencode`, [], {
        agent,
      });
      expect(stdout.includes(`key-of-${user}`)).toBe(user === "m3tam3re");
      expect(stdout).not.toMatch(/auth\.json$/m);
      await as(user, "rm -r ~/.local");
    }
    const copies = await as(
      "root",
      "grep -rl key-of-alice /var/lib/opencode-agent /var/lib/pi-agent || true",
    );
    expect(copies).toBe("");
  });

  test("cannot be led past its configuration by a variable", async () => {
    const project = await newProject("m3tam3re");
    // The environment file of this host sets all that the agent must not have.
    const script = `echo "$FIRST $OPENCODE_CONFIG_DIR"; jq -c . <<<"$OPENCODE_CONFIG_CONTENT"; env | grep =/evil`;
    const { code, stdout } = await probe("m3tam3re", project, script, [], { agent });
    expect(code).toBe(0);
    const [names, ...set] = stdout.trimEnd().split("\n");
    expect(names).toBe(`second ${own}/.config/opencode`);
    // Another agent's variables are nothing to this one.
    const others = Object.values(subjects).filter((other) => other !== subjects.opencode);
    const theirs = others.flatMap(({ agent: { reserved }, variable }) => [variable, ...reserved]);
    expect(set.filter((line) => !theirs.includes(line.split("=")[0] ?? ""))).toEqual([
      '{"autoupdate":false,"permission":{"bash":{"*":"allow","rm *":"deny"}}}',
    ]);
  });

  test("keeps exit statuses, and pipes", async () => {
    const project = await newProject("m3tam3re");
    expect((await probe("m3tam3re", project, "exit 7", [], { agent })).code).toBe(7);
    const version = await command("m3tam3re", ["opencode", "--version"], { cwd: project });
    expect({ ...version, stderr: "" }).toEqual({ code: 0, stdout: "1.18.33\n", stderr: "" });
    expect(
      (await command("m3tam3re", ["opencode", "run", "--model", "lab/none", "x"], { cwd: project })).code,
    ).toBe(1);
  });

  test("draws in a terminal, and Ctrl-C leaves", async () => {
    const terminal = await openTerminal("m3tam3re", await newProject("m3tam3re"));
    await terminal.resize(120, 40);
    await terminal.type("opencode; echo status=$?");
    await terminal.press("Enter");
    expect(await terminal.shows(/Ask anything|obedient/)).toMatch(/Ask anything|obedient/);
    await terminal.press("C-c");
    expect(await terminal.shows(/status=\d/)).toMatch(/status=0/);
    await terminal.close();
  });
});
