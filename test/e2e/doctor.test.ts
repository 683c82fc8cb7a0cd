import { afterEach, expect, test } from "vitest";
import { proxy } from "../../src/isolation/doctor/checks/proxy.js";
import { examine } from "../../src/isolation/doctor/examine.js";
import { findInstallation } from "../../src/isolation/doctor/installation.js";
import type { Answer, Machine } from "../../src/isolation/doctor/machine.js";
import { activate } from "./lab/host.js";
import { as, command, describeHost, machine, newProject, plan, probed, type User } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** The lab's machine as the doctor asks it, with a user's rights. */
function machineOf(user: User): Machine {
  const run = async (...argv: readonly string[]): Promise<Answer> => {
    const { code, stdout, stderr } = await command(user, ["env", "LC_ALL=C", ...argv]);
    if (code === 0) return { kind: "text", text: stdout };
    if (/No such file/.test(stderr) && argv[0] !== "stat") return { kind: "absent" };
    return { kind: "failed", text: stderr.trim() || stdout.trim() };
  };
  return {
    uid: user === "root" ? 0 : 1000,
    user,
    run,
    read: (path) => run("cat", "--", path),
    list: (path) => run("ls", "--", path),
    find: (name) => run("bash", "-c", 'type -aP -- "$1" || true', "find", name),
  };
}

/** Findings of one level as `check: text`. */
async function found(user: User, level: string): Promise<readonly string[]> {
  const examinations = await examine(machineOf(user), subject.agent);
  return examinations.flatMap(({ check, findings }) =>
    findings.filter((one) => one.level === level).map(({ text }) => `${check}: ${text}`),
  );
}

describeHost("guide", "nixsmith doctor", () => {
  afterEach(() => activate(machine(), plan("guide")));

  test("finds nothing wrong as root, and has seen the lock hold", async () => {
    expect(await found("root", "fail")).toEqual([]);
    expect(await found("root", "unseen")).toEqual([]);
    expect(await found("root", "ok")).toEqual(
      expect.arrayContaining([
        `unit lock: a unit that asks for root under this name runs as ${subject.account}, without new privileges`,
        "sudo: one rule for alice, for the wrapper's runner",
        expect.stringMatching(/^project roots: \/home\/alice\/p \(\w+ at \/\)$/),
      ]),
    );
  });

  test("says what a host user cannot see", async () => {
    expect(await found("m3tam3re", "fail")).toEqual([]);
    expect(await found("m3tam3re", "unseen")).toEqual(
      expect.arrayContaining([
        "sudo: the rules of alice are theirs and root's to read",
        "unit lock: whether systemd obeys it shows only to root, in a unit made for that",
        "project roots: /home/alice/p cannot be looked at by m3tam3re",
      ]),
    );
  });

  test("sees a stale rule", async () => {
    await as(
      "root",
      `chmod u+w /etc/sudoers; sed -i 's|/nix/store/[^-]*-${subject.account}-runner|/nix/store/old-${subject.account}-runner|' /etc/sudoers`,
    );
    expect(await found("m3tam3re", "fail")).toEqual([
      expect.stringMatching(
        new RegExp(`^sudo: the rule of m3tam3re is stale: it names /nix/store/old-${subject.account}-runner`),
      ),
    ]);
  });

  test("sees a lock that is gone, and one that systemd has not read", async () => {
    await as("root", `rm -r /etc/systemd/system/${subject.account}-.service.d; systemctl daemon-reload`);
    expect(await found("m3tam3re", "fail")).toEqual(["unit lock: no drop-in binds the sessions' units"]);
    await as(
      "root",
      `mkdir /etc/systemd/system/${subject.account}-.service.d; printf '[Service]\\nUser=nobody\\n' >/etc/systemd/system/${subject.account}-.service.d/overrides.conf; systemctl daemon-reload`,
    );
    expect(await found("root", "fail")).toEqual([
      expect.stringMatching(/^unit lock: .* lacks .*NoNewPrivileges/),
      "unit lock: a unit that asks for root under this name runs as nobody",
    ]);
  });

  test("sees the agent itself before the wrapper", async () => {
    await as("root", `ln -s ${subject.binary} /run/wrappers/bin/${subject.command}`);
    const failures = await found("alice", "fail");
    await as("root", `rm /run/wrappers/bin/${subject.command}`);
    expect(failures).toEqual([
      expect.stringMatching(
        new RegExp(`^command: /run/wrappers/bin/${subject.command} comes before the wrapper`),
      ),
    ]);
  });
});

describeHost("keys outside", "nixsmith doctor, of the proxy", () => {
  const template = `egress-${subject.account}@`;
  const secret = "/run/secrets/lab-key";
  const units = "/run/systemd/system";
  const proxied = async (wanted: string) => {
    const machine = machineOf("root");
    const installation = await findInstallation(machine, subject.command);
    const findings = await proxy({ machine, agent: subject.agent, installation });
    return findings.filter(({ level }) => level === wanted).map(({ text }) => text);
  };

  /** Each state, what makes it so, and the one finding of it; what it takes to be well again is the same for all. */
  const states: Readonly<Record<string, readonly [string, RegExp]>> = {
    "no socket": [
      `ln -s /dev/null ${units}/${template}.socket; mv /etc/systemd/system/${template}.socket /run/kept.socket`,
      /^systemd has no \S+@\.socket that it can load, so that no session starts$/,
    ],
    "a socket of the host's": [
      `mkdir ${units}/${template}.socket.d; printf '[Socket]\nPrivateNetwork=no\n' >${units}/${template}.socket.d/x.conf`,
      /listens on the host's network/,
    ],
    "a group": [
      `mkdir ${units}/${template}.service.d; printf '[Service]\nSupplementaryGroups=disk\n' >${units}/${template}.service.d/x.conf`,
      /is in disk; expected no further group/,
    ],
    "an account of others": [
      `mkdir ${units}/${template}.service.d; printf '[Service]\nDynamicUser=no\nUser=nobody\n' >${units}/${template}.service.d/x.conf`,
      /runs as nobody, and is to have an account that nobody else has/,
    ],
    "a configuration that is none": [
      `mkdir ${units}/${template}.service.d; echo '{"option":"a","allow":[],"deny":[]}' >/run/x.json
       { printf '[Service]\nExecStart=\n'; grep ^ExecStart= /etc/systemd/system/${template}.service | sed 's| /[^ ]*json$| /run/x.json|'; } >${units}/${template}.service.d/x.conf`,
      /the proxy refuses its configuration: \/run\/x.json: the configuration: expected keys out of .*, not "deny"/,
    ],
    "a key that all may read": [`chmod 444 ${secret}`, /lab-key can be read by everybody/],
    "a key of the agent's": [
      `chown ${subject.account} ${secret}`,
      /lab-key belongs to uid \d+ and not to root/,
    ],
    "no key": [`mv ${secret} /run/secrets/gone`, /lab-key does not exist/],
    "an empty key": [`cp -p ${secret} /run/secrets/full; : >${secret}`, /lab-key is empty/],
    "two lines": [
      `cp -p ${secret} /run/secrets/full; echo more >>${secret}`,
      /lab-key holds more than a key/,
    ],
  };
  const mend = `rm -rf ${units}/${template}.s*; ! [ -e /run/kept.socket ] || mv /run/kept.socket /etc/systemd/system/${template}.socket
    for one in full gone; do ! [ -e /run/secrets/$one ] || mv /run/secrets/$one ${secret}; done
    chmod 400 ${secret}; chown root ${secret}; systemctl daemon-reload`;

  test.each(Object.entries(states))("sees %s, and nothing else", async (_, [make, want]) => {
    try {
      await as("root", `${make}\nsystemctl daemon-reload`);
      expect([...new Set(await proxied("fail"))]).toEqual([expect.stringMatching(want)]);
    } finally {
      await as("root", mend);
    }
  });

  test("finds nothing wrong when all is mended, and has had Node read the configuration", async () => {
    expect(await proxied("fail")).toEqual([]);
    expect(await proxied("unseen")).toEqual([]);
    expect(await proxied("ok")).toEqual([
      "sessions have nothing on their network but 127.0.0.1:3128",
      "each has an account of its own, made with it",
      expect.stringMatching(/^Node v\d\S+ reads \/nix\/store\/\S+-egress\.json$/),
      ...Array(3).fill(`${secret} is root's, with a key on one line`),
    ]);
  });
});

describeHost("keys outside", "nixsmith doctor, of keys inside", () => {
  const { agent } = subject;
  const { directory } = agent.configuration;
  const { settings: pattern, file, environmentKey } = agent.outside ?? {};
  const state = `/var/lib/${subject.account}/users/m3tam3re`;
  /** What is said of m3tam3re's files: in the lab a user has keys of the lab's own. */
  const told = async () =>
    (await found("root", "warn")).filter((text) =>
      /^(?:OAuth logins|keys in settings): \S*\/m3tam3re\//.test(text),
    );

  /** A key where the agent reads one, and the words by which that is named. */
  const name = file?.path ?? agent.settings.path;
  const content =
    environmentKey === undefined
      ? JSON.stringify(file?.content ?? pattern)
          .replaceAll("<provider>", "mine")
          .replaceAll("<placeholder>", "canary-key")
      : JSON.stringify({ [environmentKey]: { ANTHROPIC_AUTH_TOKEN: "canary-key" } });
  const place = /env\.ANTHROPIC_AUTH_TOKEN|providers?\.mine\.(?:options\.)?apiKey/;

  test("names one in the user's settings, then in those of sessions, and none when it is gone", async () => {
    const given = `/home/m3tam3re/${directory}/${name}`;
    const inside = `${state}/${directory}/${name}`;
    const about = (path: string) => (text: string) => text.startsWith(`keys in settings: ${path} `);
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cd; mv ${directory} kept && mkdir ${directory}`);
    try {
      await probed("m3tam3re", project, "true");
      expect(await told()).toEqual([]);
      await as("m3tam3re", `cat >${given}`, { stdin: content });
      const before = await told();
      expect(before.filter(about(given))).toEqual([expect.stringMatching(place)]);
      expect(before.filter(about(inside))).toEqual([]);
      await probed("m3tam3re", project, "true");
      expect((await told()).filter(about(inside))).toEqual([expect.stringMatching(place)]);
      await as("m3tam3re", `rm ${given}`);
      await probed("m3tam3re", project, "true");
      expect(await told()).toEqual([]);
    } finally {
      await as("m3tam3re", `cd; rm -r ${directory} && mv kept ${directory}`);
    }
  });

  test("names a login that a session made", async () => {
    const path = agent.credentials.startsWith("~/")
      ? `${state}/${agent.credentials.slice(2)}`
      : `${state}/${directory}/${agent.credentials}`;
    const login = JSON.stringify({
      mine: { type: "oauth", refresh: "canary", access: "canary", expires: 1 },
    });
    await as(
      "root",
      `! [ -e ${path} ] || cp -p ${path} /run/kept; mkdir -p $(dirname ${path}); cat >${path}`,
      {
        stdin: login,
      },
    );
    try {
      expect((await told()).filter((text) => text.startsWith("OAuth"))).toEqual([
        expect.stringContaining(`OAuth logins: ${path} holds an OAuth login (mine)`),
      ]);
    } finally {
      await as("root", `rm ${path}; ! [ -e /run/kept ] || mv /run/kept ${path}`);
    }
  });
});
