import { afterEach, expect, test } from "vitest";
import { withCleanConfiguration } from "./lab/configuration.js";
import { agent, as, bash, describeHost, eventually, newProject, probe, probed } from "./lab/lab.js";

/** What a session finds in the agent's own state, whatever an earlier one left there. */

const state = "/var/lib/pi-agent/users/m3tam3re/.pi/agent";
const aside = "/var/lib/pi-agent/users/m3tam3re/replaced";

/** Leaves something in pi's directory, as an agent does. */
const plant = async (script: string) =>
  probed("m3tam3re", await newProject("m3tam3re"), `cd ${state}; ${script}`);

describeHost("layers", "what lies in the way of pi", () => {
  afterEach(() => as("root", `rm -rf ${aside} ${state}`).then(() => undefined));

  test.each([
    ["a link", "ln -s /nowhere settings.json.lock"],
    ["a file", "touch settings.json.lock"],
    ["a directory of another time", "mkdir settings.json.lock; touch -d 2099-01-01 settings.json.lock"],
    ["a directory that nobody holds", "mkdir settings.json.lock; touch -d 2020-01-01 settings.json.lock"],
    [
      "a directory with something in it",
      "mkdir -p settings.json.lock/x; touch -d 2020-01-01 settings.json.lock",
    ],
  ])(
    "%s as the lock of the settings is put aside with a word, and pi has its settings",
    async (_, script) => {
      const project = await newProject("m3tam3re");
      await plant(`rm -rf settings.json.lock; ${script}`);
      const { code, stderr } = await probe("m3tam3re", project, "true");
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: `pi-agent: ${state}/settings.json.lock was in the way of pi; it is now ${aside}/settings.json.lock\n`,
      });
      expect((await probe("m3tam3re", project, "true")).stderr).toBe("");
      expect(
        await as("root", `test -L ${aside}/settings.json.lock -o -e ${aside}/settings.json.lock; echo there`),
      ).toBe("there");
      // Managed: the only model that answers.
      expect(await agent("m3tam3re", project, [bash("echo $PI_MODEL")])).toEqual(["obedient\n"]);
    },
  );

  test("a lock that another session holds is waited for", async () => {
    const project = await newProject("m3tam3re");
    await plant("true");
    const held = as(
      "root",
      `cd ${state}; mkdir settings.json.lock; for i in 1 2 3 4; do touch settings.json.lock; sleep 0.5; done; rmdir settings.json.lock`,
    );
    await eventually(5, async () => (await as("root", `ls -d ${state}/*.lock || true`)) || undefined);
    const { code, stderr } = await probe("m3tam3re", project, `ls -d ${state}/*.lock || true`);
    expect({ code, stderr: stderr.replace(/^ls: .*\n/, "") }).toEqual({ code: 0, stderr: "" });
    await held;
  });

  test.each(["auth.json", "trust.json", "settings.json"])(
    "%s as a directory, a link, a FIFO",
    async (name) => {
      for (const script of [`mkdir ${name}`, `ln -s /dev/zero ${name}`, `mkfifo ${name}`]) {
        await plant(`rm -rf ${name}; ${script}`);
        const { code, stderr } = await probe("m3tam3re", await newProject("m3tam3re"), "true");
        expect({ code, stderr }).toEqual({
          code: 0,
          stderr: `pi-agent: ${state}/${name} was in the way of pi; it is now ${aside}/${name}\n`,
        });
      }
    },
  );
});

describeHost("copied auth", "a copy of auth.json", () => {
  withCleanConfiguration();
  const hosts = "/home/m3tam3re/.pi/agent/auth.json";
  const given = `echo '{"a":"host"}' >${hosts}; chmod 600 ${hosts}`;

  test("comes to where a directory was, and leaves no other copy", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", given);
    await plant("rm -rf auth.json; mkdir -p auth.json/x");
    for (const _ of [1, 2])
      expect(await probed("m3tam3re", project, `cat ${state}/auth.json`)).toBe('{"a":"host"}');
    expect(await as("root", `ls ${state} | grep auth`)).toBe("auth.json");
  });

  test("is not left by a session that could not be completed", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", given);
    await plant("rm -rf auth.json");
    // Nothing can be renamed over a mount point.
    await as("root", `touch ${state}/auth.json; mount --bind /etc/hostname ${state}/auth.json`);
    try {
      const { code, stdout } = await probe("m3tam3re", project, "echo started");
      expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
      expect(await as("root", `ls ${state} | grep auth`)).toBe("auth.json");
    } finally {
      await as("root", `umount ${state}/auth.json; rm ${state}/auth.json`);
    }
  });

  test("that a killed session had begun is removed by a later one", async () => {
    const project = await newProject("m3tam3re");
    await plant("echo token >auth.json.0123456789abcdef");
    const gone = await eventually(30, async () => {
      await probed("m3tam3re", project, "true");
      return (await as("root", `ls ${state}`)).includes("0123456789abcdef") ? undefined : true;
    });
    expect(gone).toBe(true);
  });

  test("is not taken of half a file, and mends one that was", async () => {
    const project = await newProject("m3tam3re");
    await plant("rm -rf auth.json");
    await as("m3tam3re", `printf '{"a":"ho' >${hosts}; chmod 600 ${hosts}`);
    expect(await probed("m3tam3re", project, `cat ${state}/auth.json 2>/dev/null || echo none`)).toBe("none");
    await plant(`printf '{"a":"ho' >auth.json`);
    await as("m3tam3re", given);
    expect(await probed("m3tam3re", project, `cat ${state}/auth.json`)).toBe('{"a":"host"}');
  });
});

describeHost("copied auth", "the newer of two auth.json", () => {
  test("is told by parts of a second", async () => {
    const project = await newProject("alice");
    const hosts = "/home/alice/.pi/agent/auth.json";
    const own = '"$PI_CODING_AGENT_DIR/auth.json"';
    await probed("alice", project, `echo '{"a":"agent"}' >${own}; touch -d '2026-01-01 00:00:00.3' ${own}`);
    const write = (fraction: number) =>
      as(
        "alice",
        `echo '{"a":"host"}' >${hosts}; chmod 600 ${hosts}; touch -d '2026-01-01 00:00:00.${fraction}' ${hosts}`,
      );
    await write(2);
    expect(await probed("alice", project, `cat ${own}`)).toBe('{"a":"agent"}');
    await write(7);
    expect(await probed("alice", project, `cat ${own}`)).toBe('{"a":"host"}');
    await as("alice", `rm ${hosts}`);
    await probed("alice", project, `rm ${own}`);
  });
});
