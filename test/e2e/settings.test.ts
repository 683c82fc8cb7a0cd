import { basename, dirname } from "node:path";
import { afterEach, expect, test } from "vitest";
import {
  agent,
  as,
  bash,
  describeHost,
  modelUrl,
  newProject,
  probe,
  probed,
  testOf,
  wrapper,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** Settings: those that the agent keeps for itself < the host user's < the managed ones. */

const host = `/home/m3tam3re/${subject.directory}`;
const settings = `cat "$${subject.variable}/${subject.settings}"`;
const state = `/var/lib/${subject.account}/users/m3tam3re/${subject.directory}`;

const parent = dirname(subject.directory);

/** No settings of anybody's, whatever a test has made of them. */
const restore = () =>
  as(
    "root",
    `chmod 700 ${state}; rm -rf ${state}/${subject.settings}* ${host}/${subject.settings} ${host}/AGENTS.md`,
  );

describeHost("layers", "settings", () => {
  afterEach(restore);

  const { managed, agents, merged, object, list, free } = subject.layers;

  test("are those that the agent keeps, under the host user's, under the managed ones", async () => {
    const project = await newProject("m3tam3re");
    const hosts = {
      ...subject.layers.hosts,
      ratio: 0.1,
      note: 'ünïcode \u0001 "quoted" $HOME ${X} %h \\',
    };
    await as("m3tam3re", `cat >${host}/${subject.settings}`, { stdin: JSON.stringify(hosts) });
    await probed(
      "m3tam3re",
      project,
      `cat >"$${subject.variable}/${subject.settings}" <<'END'\n${JSON.stringify(agents)}\nEND`,
    );
    const seen: unknown = JSON.parse(await probed("m3tam3re", project, settings));
    expect(seen).toEqual({ ...hosts, ...subject.providerSettings(modelUrl()), ...managed, ...merged });
  });

  test("a key that the host user removes is gone, and the managed ones stay without a host file", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `echo '{"${free}":"gone"}' >${host}/${subject.settings}`);
    expect(JSON.parse(await probed("m3tam3re", project, settings))).toMatchObject({ [free]: "gone" });
    await as("m3tam3re", `rm ${host}/${subject.settings}`);
    const seen: unknown = JSON.parse(await probed("m3tam3re", project, settings));
    expect(seen).toMatchObject(managed);
    expect(seen).not.toHaveProperty(free);
  });

  testOf("the model in a variable")(
    "the real agent goes by the managed keys, whatever the agent or the host user wrote",
    async () => {
      const project = await newProject("m3tam3re");
      await as(
        "m3tam3re",
        `echo '{"defaultProvider":"openai","defaultModel":"hosts"}' >${host}/${subject.settings}`,
      );
      const [wrote] = await agent("m3tam3re", project, [
        bash(
          `echo '{"defaultProvider":"google","defaultModel":"agents"}' >"$${subject.variable}/${subject.settings}"; env | grep ^PI_MODEL`,
        ),
      ]);
      expect(wrote).toBe("PI_MODEL=obedient");
      const { code, stdout } = await wrapper("m3tam3re", project, [
        "--print",
        JSON.stringify([bash("echo $PI_PROVIDER/$PI_MODEL")]),
      ]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '["lab/obedient\\n"]\n' });
    },
  );

  const hasComments = subject.agent.settings.format === "jsonc";
  test.each([
    ["text", "{ not json"],
    ["nothing", ""],
    ["a list", "[]"],
    ["two values", "{} {}"],
    ...(hasComments ? [["half a comment", '{} /* "x"']] : [["a comment", '{} // "x"']]),
    ["bytes that are no text", "\\xff\\xfe"],
  ])("broken JSON of the host user is refused and changes nothing: %s", async (_, text) => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `echo '{"${free}":"before"}' >${host}/${subject.settings}; echo before >${host}/AGENTS.md`,
    );
    await probed("m3tam3re", project, "true");
    await as("m3tam3re", `printf '${text}' >${host}/${subject.settings}; echo after >${host}/AGENTS.md`);
    const { code, stdout, stderr } = await probe("m3tam3re", project, "echo started");
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    expect(stderr).toContain(`${host}/${subject.settings}`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(await as("root", `jq -r .${free} ${state}/${subject.settings}; cat ${state}/AGENTS.md`)).toBe(
      "before\nbefore",
    );
  });

  test.each([
    ["text", `echo '{ not json' >${subject.settings}`],
    ["nothing", `: >${subject.settings}`],
    ["a FIFO", `rm -f ${subject.settings}; mkfifo ${subject.settings}`],
    ["a folder", `rm -f ${subject.settings}; mkdir ${subject.settings}`],
    ["a link to a device", `ln -sf /dev/zero ${subject.settings}`],
    ["a huge file", `rm -f ${subject.settings}; truncate -s 20G ${subject.settings}`],
    ["a NUL behind what was merged", `printf '\\0{' >>${subject.settings}`],
    ["other types where objects are", `echo '{"${object}":[1],"${list}":{"a":1}}' >${subject.settings}`],
    ["itself unwritable", `echo '{}' >${subject.settings}; chmod 0 ${subject.settings}; chmod 500 .`],
    ["its folder closed", "chmod 0 ."],
    ["the state closed", `chmod 0 ~/${parent} ~`],
    ["its folder a link", `cd ..; mv ${basename(state)} other; ln -s other ${basename(state)}`],
    ["a file for its parent", `cd ~; mv ${parent} other; touch ${parent}`],
    [
      "what is set aside in the way",
      `cd ~; touch replaced; rm -f ${subject.directory}/${subject.settings}; mkdir ${subject.directory}/${subject.settings}`,
    ],
  ])("settings that the agent spoiled do not weaken the managed ones: %s", async (_, spoil) => {
    const project = await newProject("m3tam3re");
    await probe("m3tam3re", project, `cd "$${subject.variable}"; ${spoil}`);
    const { code, stdout } = await probe("m3tam3re", project, settings);
    if (code === 0) expect(JSON.parse(stdout)).toMatchObject(managed);
    else expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    await restore();
    expect(JSON.parse(await probed("m3tam3re", project, settings))).toMatchObject(managed);
  });

  test("that merging does not change are merged no more, until anything does", async () => {
    const project = await newProject("m3tam3re");
    const settled = `/run/${subject.account}/settled.m3tam3re`;
    // And how many descriptors there are: none of the launcher's own, by which the agent could tell root what is merged.
    const start = async () => {
      const [seen = "", descriptors] = (
        await probed("m3tam3re", project, `${settings}; echo; ls /proc/self/fd | wc -l`)
      ).split(/\n(?=\d+$)/);
      expect(descriptors).toBe("4");
      return seen;
    };
    for (const _ of [1, 2, 3]) expect(JSON.parse(await start())).toMatchObject(managed);
    const [launcher, fingerprint, text = ""] = (await as("root", `tr '\\0' '\\1' <${settled}`)).split(
      "\u0001",
    );
    expect(text).toBe(`${await as("root", `cat ${state}/${subject.settings}`)}\n`);
    const others = JSON.stringify({ ...managed, [free]: "agents" });
    const spoil = () =>
      probed("m3tam3re", project, `echo '${others}' >"$${subject.variable}/${subject.settings}"`);
    await spoil();
    expect(JSON.parse(await start())).not.toHaveProperty(free);
    // What decides is root's.
    await spoil();
    await as("root", `printf '%s\\0' '${launcher}' '${fingerprint}' '${others}\n' >${settled}`);
    expect(JSON.parse(await start())).toHaveProperty(free, "agents");
    await as("m3tam3re", `echo '{"${free}":"new"}' >${host}/${subject.settings}`);
    expect(JSON.parse(await start())).toMatchObject({ ...managed, [free]: "new" });
  });
});
