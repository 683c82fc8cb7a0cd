import { expect, test } from "vitest";
import { as, describeHost, newProject, probe } from "./lab/lab.js";

/** Folders whose names mean something to shells, systemd or terminals are shown like any other. */

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

describeHost("guide", "the name of the project", () => {
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
});
