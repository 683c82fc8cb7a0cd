import { afterEach, expect, test } from "vitest";
import { secret } from "./lab/host.js";
import { agent, as, bash, command, describeHost, newProject, pi, probe, probed } from "./lab/lab.js";
import type { VariantName } from "./lab/variants.js";

/** Settings and environment: who wins over whom. */

const host = "/home/m3tam3re/.pi/agent";
const settings = `cat "$PI_CODING_AGENT_DIR/settings.json"`;
const state = "/var/lib/pi-agent/users/m3tam3re/.pi/agent";

/** No settings of anybody's, whatever a test has made of them. */
const restore = () =>
  as("root", `chmod 700 ${state}; rm -rf ${state}/settings.json* ${host}/settings.json ${host}/AGENTS.md`);

describeHost("layers", "settings", () => {
  afterEach(restore);

  const managed = {
    defaultProvider: "lab",
    defaultModel: "obedient",
    compaction: { enabled: false },
    enabledModels: ["managed"],
  };

  test("are those that pi keeps, under the host user's, under the managed ones", async () => {
    const project = await newProject("m3tam3re");
    const agents = {
      lastChangelogVersion: "1.5.2",
      deviceId: "agents-device",
      trackingId: "agents-id",
      theme: "agents",
      defaultModel: "agents",
      shellPath: "/agents",
    };
    const hosts = {
      deviceId: "hosts-device",
      theme: "hosts",
      defaultProvider: "hosts",
      compaction: { enabled: true, reserveTokens: 5 },
      enabledModels: ["hosts", "others"],
      ratio: 0.1,
      note: 'ünïcode \u0001 "quoted" $HOME ${X} %h \\',
    };
    await as("m3tam3re", `cat >${host}/settings.json`, { stdin: JSON.stringify(hosts) });
    await probed(
      "m3tam3re",
      project,
      `cat >"$PI_CODING_AGENT_DIR/settings.json" <<'END'\n${JSON.stringify(agents)}\nEND`,
    );
    const merged: unknown = JSON.parse(await probed("m3tam3re", project, settings));
    expect(merged).toEqual({
      lastChangelogVersion: "1.5.2",
      trackingId: "agents-id",
      ...hosts,
      ...managed,
      compaction: { enabled: false, reserveTokens: 5 },
    });
  });

  test("a key that the host user removes is gone, and the managed ones stay without a host file", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `echo '{"theme":"gone"}' >${host}/settings.json`);
    expect(JSON.parse(await probed("m3tam3re", project, settings))).toMatchObject({ theme: "gone" });
    await as("m3tam3re", `rm ${host}/settings.json`);
    const merged: unknown = JSON.parse(await probed("m3tam3re", project, settings));
    expect(merged).toMatchObject(managed);
    expect(merged).not.toHaveProperty("theme");
  });

  test("real pi goes by the managed keys, whatever the agent or the host user wrote", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `echo '{"defaultProvider":"openai","defaultModel":"hosts"}' >${host}/settings.json`);
    const [wrote] = await agent("m3tam3re", project, [
      bash(
        `echo '{"defaultProvider":"google","defaultModel":"agents"}' >"$PI_CODING_AGENT_DIR/settings.json"; env | grep ^PI_MODEL`,
      ),
    ]);
    expect(wrote).toBe("PI_MODEL=obedient\n");
    const { code, stdout } = await pi("m3tam3re", project, [
      "--print",
      JSON.stringify([bash("echo $PI_PROVIDER/$PI_MODEL")]),
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '["lab/obedient\\n"]\n' });
  });

  test.each([
    ["text", "{ not json"],
    ["nothing", ""],
    ["a list", "[]"],
    ["two values", "{} {}"],
    ["a comment", '{} // "x"'],
    ["bytes that are no text", "\\xff\\xfe"],
  ])("broken JSON of the host user is refused and changes nothing: %s", async (_, text) => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `echo '{"theme":"before"}' >${host}/settings.json; echo before >${host}/AGENTS.md`);
    await probed("m3tam3re", project, "true");
    await as("m3tam3re", `printf '${text}' >${host}/settings.json; echo after >${host}/AGENTS.md`);
    const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    expect(stderr).toContain(`${host}/settings.json`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(await as("root", `jq -r .theme ${state}/settings.json; cat ${state}/AGENTS.md`)).toBe(
      "before\nbefore",
    );
  });

  test.each([
    ["text", "echo '{ not json' >settings.json"],
    ["nothing", ": >settings.json"],
    ["a FIFO", "rm -f settings.json; mkfifo settings.json"],
    ["a folder", "rm -f settings.json; mkdir settings.json"],
    ["a link to a device", "ln -sf /dev/zero settings.json"],
    ["a huge file", "rm -f settings.json; truncate -s 20G settings.json"],
    ["other types where objects are", `echo '{"compaction":[1],"enabledModels":{"a":1}}' >settings.json`],
    ["itself unwritable", "echo '{}' >settings.json; chmod 0 settings.json; chmod 500 ."],
  ])("settings that the agent spoiled do not weaken the managed ones: %s", async (_, spoil) => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, `cd "$PI_CODING_AGENT_DIR"; ${spoil}`);
    const { code, stdout } = await probe("m3tam3re", project, settings);
    if (code === 0) expect(JSON.parse(stdout)).toMatchObject(managed);
    else expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    await restore();
    expect(JSON.parse(await probed("m3tam3re", project, settings))).toMatchObject(managed);
  });
});

for (const flavour of ["guide", "sudo-rs"] as const satisfies readonly VariantName[]) {
  describeHost(flavour, "environment of the guide's host", () => {
    test("is the managed one with its secret, and nothing of the caller's but the terminal's", async () => {
      const project = await newProject("m3tam3re");
      const env = {
        ANTHROPIC_API_KEY: "callers",
        PI_TELEMETRY: "1",
        PI_CODING_AGENT_DIR: "/home/m3tam3re/.pi/agent",
        SSH_AUTH_SOCK: "/tmp/agent",
        XDG_RUNTIME_DIR: "/run/user/1000",
        NODE_OPTIONS: "--require=/tmp/evil.js",
        LD_PRELOAD_: "x",
        HOME: "/home/m3tam3re/elsewhere",
        TERM: "xterm-kitty",
        COLORTERM: "truecolor",
        LC_ALL: "C.UTF-8",
        LC_TIME: "C",
        PI_AGENT_ENV_FOO: "forged",
        PI_AGENT_ENV_PATH: "/evil",
        PI_AGENT_ENV_LD_PRELOAD: "/evil.so",
      };
      const listed = await probe("m3tam3re", project, "env -0 | sort -z | tr '\\0' '\\n'", [], { env });
      const variables = Object.fromEntries(
        listed.stdout.split("\n").map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]),
      );
      expect(variables).toMatchObject({
        HOME: "/var/lib/pi-agent/users/m3tam3re",
        USER: "pi-agent",
        LOGNAME: "pi-agent",
        PI_CODING_AGENT_DIR: state,
        PI_TELEMETRY: "0",
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
      const foreign = /^(SUDO_|PI_AGENT_|SSH_|ANTHROPIC|NODE_OPTIONS|LD_|FOO$|DBUS|NOTIFY_SOCKET|LISTEN_)/;
      expect(Object.keys(variables).filter((name) => foreign.test(name))).toEqual([]);
      for (const [name, value] of Object.entries(variables)) {
        if (name.startsWith("XDG_"))
          expect(value).toMatch(/^\/(var\/lib\/pi-agent\/users\/m3tam3re|run|tmp)/);
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
    ["HOME over a file", "HOME", "/var/lib/pi-agent/users/m3tam3re"],
    ["PI_CODING_AGENT_DIR over a file", "PI_CODING_AGENT_DIR", state],
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
