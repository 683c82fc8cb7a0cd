import { expect, test } from "vitest";
import {
  agent,
  as,
  bash,
  command,
  commitAll,
  describeHost,
  edit,
  leftoversInTheEnd,
  newProject,
  plan,
  received,
  unattended,
  write,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** What the pi agent isolation guide promises, with the real agent and a model that has it use its tools. */
describeHost("guide", "the guide's host", () => {
  test("the agent in an allowlisted path runs as the agent, at the same path", async () => {
    const project = await newProject("m3tam3re");
    const [seen] = await agent("m3tam3re", project, [bash("id -un; id -gn; pwd")]);
    expect(seen).toBe(`${subject.account}\n${subject.account}\n${project}`);
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("a path outside the allowlist is refused, and nothing is asked of the model", async () => {
    const { code, stdout, stderr } = await unattended("m3tam3re", "/home/m3tam3re/work", "unlisted path");
    expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
    expect(stderr).toContain(`${subject.option}.hostUsers.m3tam3re.projectRoots`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(await received("unlisted path")).toEqual([]);
  });

  test("the sudo rule lets a host user run the runner without arguments and nothing else", async () => {
    expect(plan("guide").sudoers).not.toMatch(/NOPASSWD:\s*ALL/);
    const listed = (await as("m3tam3re", "sudo -n -l")).replace(/\s+/g, " ");
    const [, rules] = listed.split("following commands on localhost: ");
    // One for the agent, one for the probe, which stands in for it in other tests.
    expect(rules).toMatch(
      new RegExp(String.raw`^(\(root\) NOPASSWD: /nix/store/[^ ]+/bin/${subject.account}-runner "" ?){2}$`),
    );
  });

  test.each([
    ["anything else", ["true"]],
    ["a shell", ["-s"]],
    ["the runner with an argument", ["RUNNER", "--explain"]],
  ])("sudo without a password refuses %s", async (_, args) => {
    const runner = /NOPASSWD: (\S+)/.exec(plan("guide").sudoers)?.[1] ?? "";
    const argv = args.map((arg) => arg.replace("RUNNER", runner));
    const { code, stdout } = await command("m3tam3re", ["sudo", "-n", ...argv]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  test("the wrapper is the only command of the agent on PATH", async () => {
    const found = await as("m3tam3re", `type -aP ${subject.command} | xargs -n 1 readlink -f`);
    expect(found).toMatch(/^\/nix\/store\/[^\n]+$/);
    expect(await as("root", `grep -c '^#!' ${found}`)).toBe("1");
  });

  test("a full task: the agent edits, creates and commits, and every file stays the host user's", async () => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `cd ${project}; echo private >private.txt; chmod 600 private.txt`);
    const outputs = await agent("m3tam3re", project, [
      ...edit(project, "one.txt", "one", "edited"),
      write(project, "src/deep/new.txt", "written\n"),
      bash("cat private.txt; echo more >>private.txt; mkdir made; touch made/file; ln -s one.txt link"),
      bash("git status --porcelain | sort | sed 's/ /./'"),
      bash("git add -A && git commit -qm 'by the agent' && git log --format=%s"),
    ]);
    expect(outputs.at(-3)).toBe("private");
    expect(outputs.at(-2)).toBe(".M one.txt\n??.link\n??.made/\n??.private.txt\n??.src/");
    expect(outputs.at(-1)).toBe("by the agent\nby the user");

    const strangers = await as("root", `find ${project} ! -user m3tam3re -o ! -group users`);
    expect(strangers).toBe("");
    const after = `cd ${project}; git status --porcelain; git log --format=%s; cat one.txt private.txt src/deep/new.txt`;
    expect(await as("m3tam3re", after)).toBe("by the agent\nby the user\nedited\nprivate\nmore\nwritten");
    expect(await as("m3tam3re", `stat -c %a ${project}/private.txt`)).toBe("600");
    await as("m3tam3re", commitAll(`cd ${project}; rm -r made src; echo mine >one.txt`));
  });
});
