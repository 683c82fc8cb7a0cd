import { afterEach, expect, test } from "vitest";
import { examine } from "../../src/isolation/doctor/examine.js";
import type { Answer, Machine } from "../../src/isolation/doctor/machine.js";
import { activate } from "./lab/host.js";
import { as, command, describeHost, machine, plan, type User } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** The lab's machine as the doctor asks it, with a user's rights. */
function machineOf(user: User): Machine {
  const run = async (...argv: readonly string[]): Promise<Answer> => {
    const { code, stdout, stderr } = await command(user, ["env", "LC_ALL=C", ...argv]);
    if (code === 0) return { kind: "text", text: stdout };
    if (/No such file/.test(stderr) && argv[0] !== "stat") return { kind: "absent" };
    return { kind: "failed", text: stderr };
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
