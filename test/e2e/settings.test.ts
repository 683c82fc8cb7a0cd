import { afterEach, expect, test } from "vitest";
import { agent, as, bash, describeHost, newProject, pi, probe, probed } from "./lab/lab.js";

/** Settings: those that pi keeps for itself < the host user's < the managed ones. */

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
    ["its folder closed", "chmod 0 ."],
    ["the state closed", "chmod 0 ~/.pi ~"],
    ["its folder a link", "cd ..; mv agent other; ln -s other agent"],
    ["a file for its parent", "cd ~; mv .pi other; touch .pi"],
    [
      "what is set aside in the way",
      "cd ~; touch replaced; rm -f .pi/agent/settings.json; mkdir .pi/agent/settings.json",
    ],
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
