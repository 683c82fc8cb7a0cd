import { afterEach, expect, test } from "vitest";
import { as, command, describeHost, leftoversInTheEnd, probe, probeRunner } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import type { VariantName } from "./lab/variants.js";

/** Who gets root's part to run, by which way, and that nothing of theirs comes along; under sudo and sudo-rs. */

const home = "/home/m3tam3re";
const root = `${home}/work/private`;

/** Left by every program that an attacker puts in place of another. */
const trap = "/tmp/trapped";

for (const variant of ["guide", "sudo-rs"] as const satisfies readonly VariantName[]) {
  describeHost(variant, "the way to root", () => {
    const runner = () => probeRunner(variant);
    /** The session's script, handed to the runner as the wrapper does. */
    const asArgument = { ISOLATED_ARG_0: "echo started" };

    afterEach(async () => {
      await as("root", `rm -f ${trap}`);
      expect(await leftoversInTheEnd()).toEqual([]);
    });

    test("a user who is not listed is refused, which the journal says without the arguments", async () => {
      const since = await as("root", "date '+%F %T'");
      await as("mallory", "mkdir -p p");
      const { code, stdout } = await probe("mallory", "/home/mallory/p", "echo started: prompt-of-mallory");
      expect(code).not.toBe(0);
      expect(stdout).toBe("");
      const journal = await as("root", `journalctl --sync; journalctl --since '${since}' -o cat`);
      expect(journal).toContain("mallory");
      expect(journal).not.toContain("prompt-of-mallory");
    });

    test("a listed path does not help a user who is not listed, not even with every right of sudo", async () => {
      const since = await as("root", "date '+%F %T'");
      const everything = "mallory ALL=(ALL:ALL) NOPASSWD: SETENV: ALL";
      await as("root", `chmod 600 /etc/sudoers; echo '${everything}' >>/etc/sudoers; chmod 440 /etc/sudoers`);
      try {
        const control = await command("mallory", ["sudo", "-n", "id", "-u"]);
        expect(control.stdout).toBe("0\n");
        const { code, stdout, stderr } = await command("mallory", ["sudo", "-n", runner()], {
          cwd: "/home/mallory/p",
          env: asArgument,
        });
        expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
        expect(stderr).toContain("hostUsers");
        const journal = await as(
          "root",
          `journalctl --sync; journalctl --since '${since}' -o cat -t ${subject.account}-runner`,
        );
        expect(journal).toContain("mallory");
        expect(journal).toContain("/home/mallory/p");
        expect(journal).not.toContain("echo started");
      } finally {
        await as("root", `sed -i '/^mallory/d' /etc/sudoers`);
      }
    });

    test.each<[string, { user: "root" | "m3tam3re"; argv: string[]; env?: Record<string, string> }]>([
      ["by the user without sudo", { user: "m3tam3re", argv: [] }],
      ["by root without sudo", { user: "root", argv: [] }],
      ["by root through sudo", { user: "root", argv: ["sudo", "-n"] }],
      [
        "by root with forged variables of sudo",
        {
          user: "root",
          argv: [],
          env: { SUDO_UID: "1000", SUDO_GID: "100", SUDO_USER: "m3tam3re", SUDO_COMMAND: "/bin/true" },
        },
      ],
      [
        "by the user with forged variables of sudo",
        { user: "m3tam3re", argv: [], env: { SUDO_UID: "1000", SUDO_GID: "100", SUDO_USER: "m3tam3re" } },
      ],
    ])("the runner is refused when called %s", async (_, { user, argv, env = {} }) => {
      const result = await command(user, [...argv, runner()], { cwd: root, env: { ...asArgument, ...env } });
      expect(result).toMatchObject({ code: 77, stdout: "" });
    });

    test.each<[string, string[]]>([
      ["-E", ["-E"]],
      ["-D", ["-D", root]],
      ["-R", ["-R", "/"]],
      ["-u another user", ["-u", "alice"]],
      ["-g another group", ["-g", "root"]],
      ["-i", ["-i"]],
      ["a variable on the command line", ["SUDO_USER=alice"]],
      ["LD_PRELOAD on the command line", ["LD_PRELOAD=/tmp/evil.so"]],
    ])("sudo %s does not get by the rule", async (_, options) => {
      const control = await command("m3tam3re", ["sudo", "-n", runner()], { cwd: root, env: asArgument });
      expect(control.stdout).toBe("started\n");
      const result = await command("m3tam3re", ["sudo", "-n", ...options, runner()], {
        cwd: "/",
        env: asArgument,
      });
      expect(result.code).not.toBe(0);
      expect(result.stdout).toBe("");
    });

    test("forged SUDO_ variables do not make one user another", async () => {
      const forged = { SUDO_USER: "alice", SUDO_UID: "1001", SUDO_GID: "0", SUDO_COMMAND: "x" };
      const { stdout } = await command("m3tam3re", ["probe", "pwd"], { cwd: root, env: forged });
      expect(stdout).toBe(`${root}\n`);
      const alices = await command("m3tam3re", ["probe", "pwd"], { cwd: "/tmp", env: forged });
      expect(alices).toMatchObject({ code: 77, stdout: "" });
    });

    test("nothing that the caller's environment names is run as root, nor before the sandbox", async () => {
      const names =
        "bash sh sudo id getent jq tar find mount umount systemctl systemd-run setpriv env cat logger git";
      await as(
        "m3tam3re",
        `mkdir -p evil && cd evil
         printf '#!/bin/sh\\n/usr/bin/id -u >>${trap}\\n' >each; chmod +x each
         for name in ${names}; do cp each $name; done
         printf '/usr/bin/id -u >>${trap}\\n' >env.sh`,
      );
      const hostile = {
        BASH_ENV: `${home}/evil/env.sh`,
        ENV: `${home}/evil/env.sh`,
        "BASH_FUNC_mount%%": `() { /usr/bin/id -u >>${trap}; }`,
        "BASH_FUNC_[%%": `() { /usr/bin/id -u >>${trap}; }`,
        SHELLOPTS: "xtrace",
        BASHOPTS: "extdebug",
        PS4: `$(/usr/bin/id -u >>${trap})`,
        IFS: "/",
        CDPATH: "/",
        GLOBIGNORE: "*",
        TMPDIR: `${home}/evil`,
        LD_PRELOAD: `${home}/evil/none.so`,
        LD_LIBRARY_PATH: `${home}/evil`,
        GIT_DIR: `${home}/evil`,
        SYSTEMD_EDITOR: `${home}/evil/each`,
        SYSTEMD_PAGER: `${home}/evil/each`,
        DBUS_SYSTEM_BUS_ADDRESS: "unix:path=/tmp/evil",
      };
      const control = await as("m3tam3re", `BASH_ENV=~/evil/env.sh bash -c :; cat ${trap}; rm ${trap}`);
      expect(control).toBe("1000");

      // The wrapper itself is the caller's own process; from sudo on nothing of theirs may count.
      const wrapped = await command("m3tam3re", ["probe", "echo started; echo $PATH"], {
        cwd: root,
        env: hostile,
      });
      expect(wrapped).toMatchObject({ code: 0, stdout: expect.stringMatching(/^started\n(?!.*evil)/) });
      const direct = await command("m3tam3re", ["/run/wrappers/bin/sudo", "-n", runner()], {
        cwd: root,
        env: { ...hostile, ...asArgument, PATH: `${home}/evil` },
      });
      expect(direct).toMatchObject({ code: 0, stdout: "started\n" });
      expect(await as("root", `cat ${trap} 2>/dev/null || echo nothing`)).toBe("nothing");
    });
  });
}
