import { expect, test } from "vitest";
import { secret } from "./lab/host.js";
import { as, command, describeHost, newProject, probe, probed } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import type { VariantName } from "./lab/variants.js";

/** Environment: the managed one < its files in order < the reserved variables and the terminal's. */

const state = `/var/lib/${subject.account}/users/m3tam3re/${subject.directory}`;

for (const flavour of ["guide", "sudo-rs"] as const satisfies readonly VariantName[]) {
  describeHost(flavour, "environment of the guide's host", () => {
    test("is the managed one with its secret, and nothing of the caller's but the terminal's", async () => {
      const project = await newProject("m3tam3re");
      const env = {
        ANTHROPIC_API_KEY: "callers",
        [subject.environment.name]: "callers",
        [subject.variable]: `/home/m3tam3re/${subject.directory}`,
        SSH_AUTH_SOCK: "/tmp/agent",
        XDG_RUNTIME_DIR: "/run/user/1000",
        NODE_OPTIONS: "--require=/tmp/evil.js",
        LD_PRELOAD_: "x",
        HOME: "/home/m3tam3re/elsewhere",
        TERM: "xterm-kitty",
        COLORTERM: "truecolor",
        LC_ALL: "C.UTF-8",
        LC_TIME: "C",
        ISOLATED_ENV_FOO: "forged",
        ISOLATED_ENV_PATH: "/evil",
        ISOLATED_ENV_LD_PRELOAD: "/evil.so",
      };
      const listed = await probe("m3tam3re", project, "env -0 | sort -z | tr '\\0' '\\n'", [], { env });
      const variables = Object.fromEntries(
        listed.stdout.split("\n").map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]),
      );
      expect(variables).toMatchObject({
        HOME: `/var/lib/${subject.account}/users/m3tam3re`,
        USER: `${subject.account}`,
        LOGNAME: `${subject.account}`,
        [subject.variable]: state,
        [subject.environment.name]: subject.environment.value,
        LAB_SECRET: secret,
        TERM: "xterm-kitty",
        COLORTERM: "truecolor",
        LC_ALL: "C.UTF-8",
        LC_TIME: "C",
        LANG: "C.UTF-8",
        PWD: project,
      });
      expect(variables.PATH).not.toMatch(/evil|\/home/);
      expect(variables.SHELL).toMatch(/^\/.*sh$/);
      const foreign = /^(SUDO_|ISOLATED_|SSH_|ANTHROPIC|NODE_OPTIONS|LD_|FOO$|DBUS|NOTIFY_SOCKET|LISTEN_)/;
      const given = Object.keys(subject.variables(""));
      const strange = Object.keys(variables).filter((name) => foreign.test(name) && !given.includes(name));
      expect(strange).toEqual([]);
      for (const [name, value] of Object.entries(variables)) {
        if (name.startsWith("XDG_"))
          expect(value).toMatch(new RegExp(`^/(var/lib/${subject.account}/users/m3tam3re|run|tmp)`));
      }
    });
  });
}

describeHost("layers", "environment", () => {
  test.each([
    ["the managed environment", "FROM_ENVIRONMENT", "managed"],
    ["a value that no quoting may touch", "TRICKY", "a \"b\" $HOME %h \\ 'c' # d"],
    ["a file over the managed environment", "OVERRIDDEN", "first"],
    ["a later file over an earlier one", "FIRST", "second"],
    ["HOME over a file", "HOME", `/var/lib/${subject.account}/users/m3tam3re`],
    [`${subject.variable} over a file`, `${subject.variable}`, state],
    ["the terminal's TERM over a file", "TERM", "xterm"],
  ])("%s wins", async (_, name, want) => {
    const project = await newProject("m3tam3re");
    const { stdout } = await probe("m3tam3re", project, `printf %s "$${name}"`, [], {
      env: { TERM: "xterm" },
    });
    expect(stdout).toBe(want);
  });

  test("PATH and XDG_STATE_HOME are the runner's over a file", async () => {
    const project = await newProject("m3tam3re");
    expect(await probed("m3tam3re", project, 'echo "$PATH $XDG_STATE_HOME"')).not.toContain("evil");
  });

  test("an environment file that is missing stops the session and is named", async () => {
    const project = await newProject("m3tam3re");
    await as("root", "mv /run/secrets/second.env /run/secrets/away");
    try {
      const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
      expect(stdout).toBe("");
      expect([69, 78]).toContain(code);
      expect(stderr).toContain("/run/secrets/second.env");
    } finally {
      await as("root", "mv /run/secrets/away /run/secrets/second.env");
    }
  });

  test("the terminal's variables carry no code to the session", async () => {
    const project = await newProject("m3tam3re");
    const env = { TERM: "$(touch /tmp/x)\nFOO=bar", LANG: 'a"b\nLD_PRELOAD=/x', LC_ALL: "%h\\n" };
    const { code, stdout } = await command("m3tam3re", ["probe", "env | grep -c -e ^FOO= -e ^LD_PRELOAD="], {
      cwd: project,
      env,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "0\n" });
  });
});
