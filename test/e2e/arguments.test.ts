import { expect, test } from "vitest";
import { as, describeHost, newProject, probe, received, unattended, wrapper } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** What the user types reaches the agent byte for byte, and is never read as anything but its arguments. */
describeHost("guide", "arguments", () => {
  const tricky = [
    "$HOME",
    "${HOME}",
    "${X:-y}",
    "$$",
    "$1",
    "%h %n %%",
    "\\",
    "\\x41\\n\\",
    "`id`",
    "$(id)",
    "*",
    "~",
    "",
    " ",
    "two\nlines\n",
    "tab\tcr\r",
    "\u001b[31m",
    "quote ' \" ''",
    "a;b|c&d>e<f",
    "grüße 山 🧭",
    "=",
    "A=b",
    "!history",
    "#comment",
  ];
  const options = [
    "--property=User=root",
    "-p",
    "User=root",
    "--uid=0",
    "--",
    "--pty",
    "--unit=other",
    "--setenv=LD_PRELOAD=/x",
    "--explain",
    "--help",
    "--version",
    "-",
    "@file",
    "+x",
  ];

  test.each([
    ["what shells and systemd expand", tricky],
    ["options of systemd-run, sudo and the runner", options],
    ["none", []],
    ["one that is empty", [""]],
    ["a thousand", Array.from({ length: 1000 }, (_, n) => `argument ${n}`)],
    ["100 KiB", ["x".repeat(100 * 1024), "after"]],
    ["300 KiB together", Array.from({ length: 6 }, (_, n) => `${n}`.repeat(50 * 1024))],
  ])("%s", async (_, args) => {
    const project = await newProject("m3tam3re");
    const script = 'id -un; printf \'%s\\0\' "$#" "$@" | base64 -w0';
    const { code, stdout, stderr } = await probe("m3tam3re", project, script, args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [user, encoded = ""] = stdout.split("\n");
    expect(user).toBe(`${subject.account}`);
    expect(Buffer.from(encoded, "base64").toString()).toBe(
      [`${args.length}`, ...args].map((arg) => `${arg}\0`).join(""),
    );
  });

  test("bytes that are no text", async () => {
    const project = await newProject("m3tam3re");
    const script = `cd ${project}; probe 'printf %s "$1" | od -An -tx1' $'\\xff\\xfe\\x80a\\xc3'`;
    expect(await as("m3tam3re", script)).toBe(" ff fe 80 61 c3");
  });

  test("arguments too long for the kernel fail in the caller's shell, before anything starts", async () => {
    const project = await newProject("m3tam3re");
    const script = `cd ${project}; probe 'echo started' "$(head -c 200000 /dev/zero | tr '\\0' x)" 2>&1 || echo $?`;
    expect(await as("m3tam3re", script)).toMatch(/Argument list too long\n126$/);
  });

  test("the real agent sends the model the prompt as it was typed", async () => {
    const project = await newProject("m3tam3re");
    const prompt = [project, ...tricky, "end"].join(" | ");
    const { code } = await unattended("m3tam3re", project, prompt);
    expect(code).toBe(0);
    expect((await received(project)).map((request) => request.prompt)).toEqual([prompt]);
  });

  test("the agent's own options stay the agent's", async () => {
    const project = await newProject("m3tam3re");
    const { code, stdout } = await wrapper("m3tam3re", project, ["--version"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${subject.version}\n` });
  });

  test("standard input reaches the agent", async () => {
    const project = await newProject("m3tam3re");
    const { code } = await wrapper("m3tam3re", project, subject.unattended("and this?").args, {
      stdin: `piped into ${project}\n`,
    });
    expect(code).toBe(0);
    const [request] = await received(project);
    expect(request?.prompt).toContain(`piped into ${project}`);
  });
});
