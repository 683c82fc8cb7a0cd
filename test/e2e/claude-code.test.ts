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

/** The third agent that nixsmith brings: real Claude Code, isolated beside the others on one host. */

const { tools, unattended, version } = subjects["claude-code"];
const { bash, edit, write } = tools;

const agent = "claude-code-agent";
const home = "/home/m3tam3re";
const own = `/var/lib/${agent}/users/m3tam3re`;
const configuration = `${home}/.claude`;

/** One unattended run, with what an argument says beside. */
const claude = (cwd: string, prompt: Script | string, ...more: string[]) => {
  const { args, ...input } = unattended(prompt);
  return command("m3tam3re", ["claude", ...args, ...more], { ...input, cwd });
};

async function outputs(cwd: string, script: Script, ...more: string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await claude(cwd, script, ...more);
  if (code !== 0) throw new Error(`claude in ${cwd} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as string[];
}

const withSettings = (env: Readonly<Record<string, string>>) =>
  JSON.stringify({ env, permissions: { allow: ["Bash(touch *)"] } });

describeHost("every agent", "Claude Code", () => {
  afterEach(async () => {
    await as("root", `rm -f ${configuration}/settings.json ${own}/.claude/settings.json`);
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("edits, creates and commits as its own user, and every file stays the host user's", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const seen = await outputs(project, [
      bash("id -un; pwd"),
      write(project, "src/new.txt", "written\n"),
      ...edit(project, "one.txt", "one", "edited"),
      bash("git add -A && git commit -qm 'by the agent' && git log --format=%s"),
    ]);
    expect(seen[0]).toBe(`${agent}\n${project}`);
    expect(seen[4]).toBe("by the agent\nby the user");
    expect(await as("root", `find ${project} ! -user m3tam3re -o ! -group users`)).toBe("");
    const after = `cd ${project}; git status --porcelain; git log --format=%s; cat one.txt src/new.txt`;
    expect(await as("m3tam3re", after)).toBe("by the agent\nby the user\nedited\nwritten");
  });

  test("keeps its own state with the agent, and has nothing of the user's", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ~; echo '{"theirs": 1}' >.claude.json; mkdir -p .claude/projects/theirs; touch .claude/history.jsonl .claude/CLAUDE.md`,
    );
    const [listed] = await outputs(project, [
      bash(`cd "$CLAUDE_CONFIG_DIR"; ls -A . projects; grep -c theirs .claude.json`),
    ]);
    await as("m3tam3re", "cd ~; rm -r .claude.json .claude/projects .claude/history.jsonl .claude/CLAUDE.md");
    const names = listed?.split("\n") ?? [];
    expect(names).toContain(".claude.json");
    expect(names).toContain("CLAUDE.md");
    expect(names).toContain(project.replaceAll("/", "-"));
    expect(names).not.toContain("theirs");
    expect(names.at(-1)).toBe("0");
    expect(await as("m3tam3re", "ls -A ~/.claude ~/.claude.json 2>/dev/null || true")).not.toContain(
      "projects",
    );
  });

  test("is refused outside of the allowed roots, and asks the model nothing", async () => {
    const { code, stdout, stderr } = await claude(`${home}/work`, "claude out of its root");
    expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
    expect(stderr).toMatch(
      /^claude-code-agent: .*m3ta\.claude-code-agent\.hostUsers\.m3tam3re\.projectRoots.*\n$/,
    );
    expect(await received("claude out of its root")).toEqual([]);
  });

  test("goes by the managed settings, whatever the user, the agent, the project or an argument says", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cat >${configuration}/settings.json`, {
      stdin: withSettings({ LAB_FROM: "user", LAB_USER: "user", LAB_PROJECT: "user" }),
    });
    await as(
      "m3tam3re",
      `cd ${project}; mkdir .claude; tee .claude/settings.json >.claude/settings.local.json`,
      {
        stdin: withSettings({ LAB_FROM: "project", LAB_PROJECT: "project", LAB_ARGUMENT: "project" }),
      },
    );
    const theirs = withSettings({ LAB_FROM: "agent", LAB_USER: "agent" });
    await probed("m3tam3re", project, `echo '${theirs}' >"$CLAUDE_CONFIG_DIR/settings.json"`, agent);
    const argument = ["--settings", withSettings({ LAB_FROM: "argument", LAB_ARGUMENT: "argument" })];
    const [variables, denied = "", allowed] = await outputs(
      project,
      [
        bash("echo $LAB_FROM $LAB_USER $LAB_PROJECT $LAB_ARGUMENT"),
        bash("touch forbidden"),
        bash("touch more"),
      ],
      ...argument,
    );
    // All others are read, each over the one before it.
    expect(variables).toBe("managed user project argument");
    expect(denied).toContain("denied");
    expect(allowed).not.toContain("denied");
    expect(await as("m3tam3re", `ls ${project}`)).toBe("more");
  });

  test("has managed settings in its sessions alone, and what a host has there is not theirs", async () => {
    const project = await newProject("m3tam3re");
    const place = "/etc/claude-code/managed-settings.d";
    expect(await as("root", `stat -c '%a %U' ${place}; ls -A ${place}`)).toBe("755 root");
    await as("root", `echo '${withSettings({ LAB_FROM: "host" })}' >${place}/zz.json`);
    await as(
      "root",
      `echo '${withSettings({ LAB_FROM: "host", LAB_HOST: "host" })}' >${place}/../managed-settings.json`,
    );
    const [seen] = await outputs(project, [
      bash(`echo $LAB_FROM $LAB_HOST; ls ${place}; echo {} 2>&1 >${place}/${agent}.json | cut -d: -f4`),
    ]);
    await as("root", `rm ${place}/zz.json ${place}/../managed-settings.json`);
    expect(seen).toBe(`managed host\n${agent}.json\n Read-only file system`);
    expect((await probe("m3tam3re", project, `ls ${place}`)).stdout).toBe("");
  });

  test("is refused where a drop-in of the host's hides the managed settings", async () => {
    const project = await newProject("m3tam3re");
    const dropIn = `/etc/systemd/system/${agent}-.service.d/zz-fault.conf`;
    const hiding = "InaccessiblePaths=/etc/claude-code/managed-settings.d";
    await as("root", `printf '[Service]\\n${hiding}\\n' >${dropIn}; systemctl daemon-reload`);
    const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started", [], { agent });
    await as("root", `rm ${dropIn}; systemctl daemon-reload`);
    expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
    expect(stderr).toMatch(
      /^claude-code-agent: the sandbox is incomplete: \S*managed-settings\.d\S* is not a mount of its own;[^\n]*\n$/,
    );
  });

  test("is not started on settings that are none", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `echo '{"model": "half' >${configuration}/settings.json`);
    const { code, stderr } = await probe("m3tam3re", project, "true", [], { agent });
    expect({ code, stderr }).toEqual({
      code: 78,
      stderr: `claude-code-agent: ${configuration}/settings.json is not a JSON object; mend it\n`,
    });
  });

  test("has the credentials of who lets them be copied, and nobody else's", async () => {
    for (const user of ["m3tam3re", "alice"] as const) {
      await as(
        user,
        `echo '{"claudeAiOauth": {"accessToken": "token-of-${user}"}}' >~/.claude/.credentials.json`,
      );
      const project = await newProject(user);
      const { stdout } = await probe(user, project, `cat "$CLAUDE_CONFIG_DIR/.credentials.json"`, [], {
        agent,
      });
      expect(stdout.includes(`token-of-${user}`)).toBe(user === "m3tam3re");
      await as(user, "rm ~/.claude/.credentials.json");
    }
    const copies = await as("root", `grep -rl token-of-alice /var/lib/${agent} /var/lib/pi-agent || true`);
    expect(copies).toBe("");
    await as("root", `rm ${own}/.claude/.credentials.json`);
  });

  test("cannot be led past its configuration by a variable", async () => {
    const project = await newProject("m3tam3re");
    // The environment file of this host sets all that the agent must not have.
    const script = `echo "$FIRST $CLAUDE_CONFIG_DIR"; env | grep =/evil`;
    const { stdout } = await probe("m3tam3re", project, script, [], { agent });
    const [names, ...set] = stdout.trimEnd().split("\n");
    expect(names).toBe(`second ${own}/.claude`);
    const { reserved } = subjects["claude-code"].agent;
    expect(set.filter((line) => reserved.includes(line.split("=")[0] ?? ""))).toEqual([]);
    // Another agent's variables are nothing to this one.
    expect(set).toContain("PI_CODING_AGENT_DIR=/evil");
  });

  test("keeps exit statuses, and pipes", async () => {
    const project = await newProject("m3tam3re");
    const told = await command("m3tam3re", ["claude", "--version"], { cwd: project });
    expect(told).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    const piped = await command("m3tam3re", ["claude", "-p", "and this?"], {
      cwd: project,
      stdin: `piped ${project}\n`,
    });
    expect(piped.code).toBe(0);
    expect((await received(project)).map(({ prompt }) => prompt).join("")).toContain(`piped ${project}`);
    const wrong = await claude(project, "x", "--permission-mode", "none");
    expect(wrong.code).toBe(1);
    expect((await probe("m3tam3re", project, "exit 7", [], { agent })).code).toBe(7);
  });

  test("draws in a terminal, answers there, and leaves", async () => {
    const project = await newProject("m3tam3re");
    // What it asks a user once, answered.
    const answered = {
      hasCompletedOnboarding: true,
      theme: "dark",
      projects: { [project]: { hasTrustDialogAccepted: true } },
    };
    await probed(
      "m3tam3re",
      project,
      `echo '${JSON.stringify(answered)}' >"$CLAUDE_CONFIG_DIR/.claude.json"`,
      agent,
    );
    const terminal = await openTerminal("m3tam3re", project);
    await terminal.resize(120, 40);
    await terminal.type("claude; echo status=$?");
    await terminal.press("Enter");
    expect(await terminal.shows(/\? for shortcuts|❯/)).toMatch(/Claude Code/);
    await terminal.type(`asked in ${project}`);
    await terminal.press("Enter");
    expect(await terminal.shows(/● \[\]/)).toMatch(/● \[\]/);
    expect((await received(`asked in ${project}`)).length).toBeGreaterThan(0);
    await terminal.press("C-c");
    await terminal.press("C-c");
    expect(await terminal.shows(/status=\d/)).toMatch(/status=0/);
    await terminal.close();
  });
});
