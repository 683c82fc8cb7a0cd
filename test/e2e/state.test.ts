import { basename, dirname } from "node:path";
import { afterEach, expect, test } from "vitest";
import { withCleanConfiguration } from "./lab/configuration.js";
import {
  agent,
  as,
  bash,
  command,
  describeHost,
  eventually,
  newProject,
  probe,
  probed,
  testOf,
  wrapper,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/** What a session finds in the agent's own state, whatever an earlier one left there. */

const own = `/var/lib/${subject.account}/users/m3tam3re`;
const state = `${own}/${subject.directory}`;
const aside = `${own}/replaced`;

/** Leaves something in the agent's directory, as an agent does. */
const plant = async (script: string) =>
  probed("m3tam3re", await newProject("m3tam3re"), `cd ${state}; ${script}`);

describeHost("layers", "what lies in the way of the agent", () => {
  afterEach(() => as("root", `rm -rf ${aside} ${state} ${own}/${subject.credentials}`).then(() => undefined));

  const locks: readonly (readonly [string, string])[] = [
    ["a link", `ln -s /nowhere ${subject.settings}.lock`],
    ["a file", `touch ${subject.settings}.lock`],
    [
      "a directory of another time",
      `mkdir ${subject.settings}.lock; touch -d 2099-01-01 ${subject.settings}.lock`,
    ],
    [
      "a directory with something in it",
      `mkdir -p ${subject.settings}.lock/x; touch -d 2020-01-01 ${subject.settings}.lock`,
    ],
  ];

  test.each([
    ...locks,
    [
      "a directory that nobody holds",
      `mkdir ${subject.settings}.lock; touch -d 2020-01-01 ${subject.settings}.lock`,
    ] as const,
  ])(
    "%s as the lock of the settings is put aside with a word, and the agent has its settings",
    async (_, script) => {
      const project = await newProject("m3tam3re");
      await plant(`rm -rf ${subject.settings}.lock; ${script}`);
      const { code, stderr } = await probe("m3tam3re", project, "true");
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: `${subject.account}: ${state}/${subject.settings}.lock was in the way of ${subject.title}; it is now ${aside}/${subject.settings}.lock\n`,
      });
      expect((await probe("m3tam3re", project, "true")).stderr).toBe("");
      expect(
        await as(
          "root",
          `test -L ${aside}/${subject.settings}.lock -o -e ${aside}/${subject.settings}.lock; echo there`,
        ),
      ).toBe("there");
      // Managed: the only model that answers.
      expect(await agent("m3tam3re", project, [bash("echo answered")])).toEqual(["answered"]);
    },
  );

  testOf("the lock of its settings").each(locks)(
    "%s as the lock of the settings: control, the agent alone goes on without them, and isolated with them",
    async (_, script) => {
      const marked =
        '{"defaultProvider":"lab","defaultModel":"obedient","shellCommandPrefix":"MARK=settings"}';
      const tellMark = ["--print", "--", JSON.stringify([bash("echo $MARK")])];
      const [hosts, directory] = [`/home/m3tam3re/${subject.directory}`, "/home/m3tam3re/p/alone"];
      const alone = async (planted: string) => {
        const arrange = `rm -rf ${directory}; mkdir ${directory}; cd ${directory}; cp ${hosts}/models.json .; echo '${marked}' >settings.json; ${planted}`;
        await as("m3tam3re", arrange);
        const env = { [subject.variable]: directory, PI_OFFLINE: "1" };
        return (await command("m3tam3re", [subject.binary, ...tellMark], { cwd: directory, env })).stdout;
      };
      expect(await alone("true")).toBe('["settings\\n"]\n');
      expect(await alone(script)).not.toContain("settings");

      await as("m3tam3re", `rm -rf ${directory}; echo '${marked}' >${hosts}/settings.json`);
      await plant(`rm -rf settings.json.lock; ${script}`);
      const { stdout } = await wrapper("m3tam3re", await newProject("m3tam3re"), tellMark);
      expect(stdout).toBe('["settings\\n"]\n');
      await as("m3tam3re", `rm ${hosts}/settings.json`);
    },
  );

  test("a lock that another session holds is waited for", async () => {
    const project = await newProject("m3tam3re");
    await plant("true");
    const held = as(
      "root",
      `cd ${state}; mkdir ${subject.settings}.lock; for i in 1 2 3 4; do touch ${subject.settings}.lock; sleep 0.5; done; rmdir ${subject.settings}.lock`,
    );
    await appears(`${state}/${subject.settings}.lock`);
    const { code, stderr } = await probe("m3tam3re", project, `ls -d ${state}/*.lock || true`);
    expect({ code, stderr: stderr.replace(/^ls: .*\n/, "") }).toEqual({ code: 0, stderr: "" });
    await held;
  });

  const locked = subject.agent.locked.map((name) => `${subject.directory}/${name}`);
  test.each([...new Set([subject.credentials, ...locked])])(
    "%s as a directory, a link, a FIFO",
    async (name) => {
      for (const made of ["mkdir", "ln -s /dev/zero", "mkfifo"]) {
        await plant(`cd; mkdir -p ${dirname(name)}; rm -rf ${name}; ${made} ${name}`);
        const { code, stderr } = await probe("m3tam3re", await newProject("m3tam3re"), "true");
        expect({ code, stderr }).toEqual({
          code: 0,
          stderr: `${subject.account}: ${own}/${name} was in the way of ${subject.title}; it is now ${aside}/${basename(name)}\n`,
        });
      }
    },
  );
});

describeHost("copied auth", "a copy of credentials", () => {
  withCleanConfiguration();
  const hosts = `/home/m3tam3re/${subject.credentials}`;
  const agents = `${own}/${subject.credentials}`;
  const name = basename(agents);
  const mine = `cd ${dirname(agents)}`;
  const given = `mkdir -p ${dirname(hosts)}; echo '{"a":"host"}' >${hosts}; chmod 600 ${hosts}`;

  test("comes to where a directory was, and leaves no other copy", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", given);
    await plant(`rm -rf ${agents}; mkdir -p ${agents}/x`);
    for (const _ of [1, 2]) expect(await probed("m3tam3re", project, `cat ${agents}`)).toBe('{"a":"host"}');
    expect(await as("root", `ls -A ${dirname(agents)} | grep ${name}`)).toBe(name);
  });

  test("is not left by a session that could not be completed", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", given);
    await plant(`mkdir -p ${dirname(agents)}; rm -rf ${agents}`);
    // Nothing can be renamed over a mount point.
    await as("root", `touch ${agents}; mount --bind /etc/hostname ${agents}`);
    try {
      const { code, stdout } = await probe("m3tam3re", project, "echo started");
      expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
      expect(await as("root", `ls -A ${dirname(agents)} | grep ${name}`)).toBe(name);
    } finally {
      await as("root", `umount ${agents}; rm ${agents}`);
    }
  });

  test("that a killed session had begun is removed by a later one", async () => {
    const project = await newProject("m3tam3re");
    await plant(`mkdir -p ${dirname(agents)}; ${mine}; echo token >${name}.0123456789abcdef`);
    const gone = await eventually(async () => {
      await probed("m3tam3re", project, "true");
      return (await as("root", `ls -A ${dirname(agents)}`)).includes("0123456789abcdef") ? undefined : true;
    });
    expect(gone).toBe(true);
  });

  test("is not taken of half a file, and mends one that was", async () => {
    const project = await newProject("m3tam3re");
    await plant(`mkdir -p ${dirname(agents)}; rm -rf ${agents}`);
    await as("m3tam3re", `mkdir -p ${dirname(hosts)}; printf '{"a":"ho' >${hosts}; chmod 600 ${hosts}`);
    expect(await probed("m3tam3re", project, `cat ${agents} 2>/dev/null || echo none`)).toBe("none");
    await plant(`printf '{"a":"ho' >${agents}`);
    await as("m3tam3re", given);
    expect(await probed("m3tam3re", project, `cat ${agents}`)).toBe('{"a":"host"}');
  });
});

describeHost("copied auth", "the newer of two files of credentials", () => {
  test("is told by parts of a second", async () => {
    const project = await newProject("alice");
    const hosts = `/home/alice/${subject.credentials}`;
    const own = `"$HOME/${subject.credentials}"`;
    await as("alice", `mkdir -p ${dirname(hosts)}`);
    await probed(
      "alice",
      project,
      `mkdir -p "$(dirname ${own})"; echo '{"a":"agent"}' >${own}; touch -d '2026-01-01 00:00:00.3' ${own}`,
    );
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

describeHost("copied auth", "a copy of credentials without such care", () => {
  test("control: a directory stays, half a file stays half, parts of a second are lost", async () => {
    const seen = await as(
      "m3tam3re",
      `cd "$(mktemp -d)"; mkdir in out; echo '{"a":"host"}' >in/auth.json
      mkdir -p out/auth.json/x; cp in/auth.json out/new; mv -fT out/new out/auth.json 2>/dev/null || echo directory
      rm -r out; mkdir out; printf '{"a":"ho' >out/auth.json
      cp --update=none in/auth.json out/auth.json; grep -q host out/auth.json || echo half
      touch -d '2026-01-01 00:00:00.3' out/auth.json; touch -d '2026-01-01 00:00:00.7' in/auth.json
      for format in gnu posix; do
        mkdir $format; tar -C in -c --format=$format auth.json | tar -C $format -x
        if [ $format/auth.json -nt out/auth.json ]; then echo $format; fi
      done`,
    );
    expect(seen).toBe("directory\nhalf\nposix");
  });
});
