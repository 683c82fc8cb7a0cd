import { expect, test } from "vitest";
import { as, command, describeHost, newProject, pi, probe, received } from "./lab/lab.js";
import { printArguments } from "./lab/model.js";

/** What the user types reaches pi byte for byte, and is never read as anything but pi's arguments. */
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
    expect(user).toBe("pi-agent");
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

  test("real pi sends the model the prompt as it was typed", async () => {
    const project = await newProject("m3tam3re");
    const prompt = [project, ...tricky, "end"].join(" | ");
    const { code } = await pi("m3tam3re", project, printArguments(prompt));
    expect(code).toBe(0);
    expect((await received(project)).map((request) => request.prompt)).toEqual([prompt]);
  });

  test("pi's own options stay pi's", async () => {
    const project = await newProject("m3tam3re");
    expect(await pi("m3tam3re", project, ["--version"])).toEqual({ code: 0, stdout: "1.5.2\n", stderr: "" });
  });

  test("standard input reaches pi", async () => {
    const project = await newProject("m3tam3re");
    const { code } = await command("m3tam3re", ["pi", ...printArguments("and this?")], {
      cwd: project,
      stdin: `piped into ${project}\n`,
    });
    expect(code).toBe(0);
    const [request] = await received(project);
    expect(request?.prompt).toContain(`piped into ${project}`);
  });
});
