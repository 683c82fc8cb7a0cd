import { afterEach, expect, test } from "vitest";
import { as, command, commitAll, describeHost, leftoversInTheEnd, newProject, plan } from "./lab/lab.js";

/** The guide's acceptance list, for an agent that only its description makes one (lab/agents.ts). Its settings are TOML. */

const quill = (cwd: string, script: string, args: readonly string[] = []) =>
  command("m3tam3re", ["quill", script, ...args], { cwd });

async function said(cwd: string, script: string): Promise<string> {
  const { code, stdout, stderr } = await quill(cwd, script);
  if (code !== 0) throw new Error(`the session ended with ${code}: ${stderr}`);
  return stdout;
}

describeHost("every agent", "an agent of a declaration's own", () => {
  afterEach(async () => expect(await leftoversInTheEnd()).toEqual([]));

  test("runs as its account in an allowed path, at the same path", async () => {
    const project = await newProject("m3tam3re");
    expect(await said(project, "id -un; id -gn; pwd")).toBe(`quill-agent\nquill-agent\n${project}\n`);
  });

  test("is refused outside of the allowed paths, by the name of its own option", async () => {
    const { code, stdout, stderr } = await quill("/home/m3tam3re/work", "echo ran");
    expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
    expect(stderr).toMatch(
      /^quill-agent: [^\n]*m3ta\.quill-agent\.hostUsers\.m3tam3re\.projectRoots[^\n]*\n$/,
    );
  });

  test("has one sudo rule, without arguments", async () => {
    const rules = plan("every agent")
      .sudoers.split("\n")
      .filter((line) => line.includes("/quill-agent-runner"));
    // For either user one for quill, and one for the probe that stands in for it.
    expect(rules).toHaveLength(4);
    for (const rule of rules)
      expect(rule).toMatch(/NOPASSWD: \/nix\/store\/[^ ]+\/bin\/quill-agent-runner ""$/);
    const runner = /NOPASSWD: (\S+quill-agent-runner)/.exec(rules[0] ?? "")?.[1] ?? "";
    for (const argv of [["true"], ["-s"], [runner, "--explain"]]) {
      const { code, stdout } = await command("m3tam3re", ["sudo", "-n", ...argv]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    }
    const stranger = await command("mallory", ["sudo", "-n", runner]);
    expect({ code: stranger.code, stdout: stranger.stdout }).toEqual({ code: 1, stdout: "" });
  });

  test("is on PATH as its wrapper alone", async () => {
    expect(await as("m3tam3re", "type -aP quill | xargs -n 1 readlink -f")).toMatch(/^\/nix\/store\/[^\n]+$/);
  });

  test("edits, creates and commits, and every file stays the host user's", async () => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `cd ${project}; echo private >private.txt; chmod 600 private.txt`);
    await said(
      project,
      `echo edited >one.txt; mkdir -p src/deep; echo written >src/deep/new.txt; cat private.txt; echo more >>private.txt
       ln -s one.txt link; git add -A && git commit -qm 'by the agent'`,
    );
    expect(await as("root", `find ${project} ! -user m3tam3re -o ! -group users`)).toBe("");
    const after = `cd ${project}; git status --porcelain; git log --format=%s; cat one.txt private.txt src/deep/new.txt`;
    expect(await as("m3tam3re", after)).toBe("by the agent\nby the user\nedited\nprivate\nmore\nwritten");
    expect(await as("m3tam3re", `stat -c %a ${project}/private.txt`)).toBe("600");
    await as("m3tam3re", commitAll(`cd ${project}; rm -r src; echo mine >one.txt`));
  });

  test("sees no other project, no home and no other agent's state", async () => {
    const [project, other] = [await newProject("m3tam3re"), await newProject("m3tam3re")];
    const tries = `for path in ${other} /home/m3tam3re/.ssh /home/alice /var/lib/pi-agent /var/lib/opencode-agent /run/secrets; do
      ls -A "$path" 2>/dev/null; done; echo end`;
    expect(await said(project, tries)).toBe("end\n");
    await as("root", `ls -A ${other} /home/alice /var/lib/pi-agent /var/lib/opencode-agent /run/secrets`);
  });

  test("has TOML out of what it keeps, what the user says, and what Nix says", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      "mkdir -p ~/.config/quill/drafts; cat >~/.config/quill/quill.toml; touch ~/.config/quill/page.md",
      {
        stdin: '# mine\ntheme = "dark"\n[model]\nname = "hosts"\nsize = 5\n',
      },
    );
    await said(project, `printf 'machine = "m1"\\ntheme = "light"\\n' >"$QUILL_HOME/quill.toml"`);
    const seen = await said(project, `ls "$QUILL_HOME"; cat "$QUILL_HOME/quill.toml"`);
    await as("m3tam3re", "rm -r ~/.config/quill");
    expect(seen).toBe(
      'page.md\nquill.toml\nmachine = "m1"\ntheme = "dark"\n\n[model]\nsize = 5\nname = "managed"\n',
    );
  });

  test("refuses what is no TOML, by the file's name", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", "mkdir -p ~/.config/quill; echo 'theme = ' >~/.config/quill/quill.toml");
    const { code, stderr } = await quill(project, "true");
    await as("m3tam3re", "rm -r ~/.config/quill");
    expect({ code, stderr }).toEqual({
      code: 78,
      stderr: "quill-agent: /home/m3tam3re/.config/quill/quill.toml is not TOML; mend it\n",
    });
  });

  test("has its own rows of the policy, and other agents have not", async () => {
    const project = await newProject("m3tam3re");
    const shifted = "setarch -R echo ran";
    const compiled = "/opt/node/bin/node -p 6*7";
    expect(await said(project, shifted)).toBe("ran\n");
    expect((await quill(project, compiled)).code).not.toBe(0);
    // The control: with the policy's own rows it is the other way round.
    const probe = (script: string) => command("m3tam3re", ["probe", script], { cwd: project });
    expect((await probe(shifted)).code).not.toBe(0);
    expect((await probe(compiled)).stdout).toBe("42\n");
  });

  test("says what it would do", async () => {
    const project = await newProject("m3tam3re");
    const { code, stdout } = await command("m3tam3re", ["quill-explain"], { cwd: project });
    expect(code).toBe(0);
    expect(stdout).toMatch(/runs as +quill-agent:quill-agent/);
    expect(stdout).toMatch(/managed +model\.name/);
    expect(stdout).toMatch(/LockPersonality=no\n[^\n]*It opens this: /);
    expect(stdout).not.toMatch(/pi-agent|auth\.json/);
  });
});
