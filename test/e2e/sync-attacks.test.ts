import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { contents, copies, copy, host, own, top, withCleanConfiguration } from "./lab/configuration.js";
import { as, describeHost, finish, newProject, probe, probed, probeRunner, startProbe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** Links that the user or the agent plants in the way of the sync, and syncs that are cut off or race. */

const parent = dirname(subject.directory);

describeHost("guide", "sync under attack", () => {
  withCleanConfiguration();

  test.each([
    ["a file in /root", "/root/file"],
    ["the password file", "/etc/shadow"],
    ["another user's file", "/home/alice/secret"],
    ["the environment file", `/run/secrets/${subject.account}.env`],
    [
      "the agent's state of another user",
      `/var/lib/${subject.account}/users/alice/${subject.directory}/${subject.provider("").path}`,
    ],
  ])("a link of the user's to %s gives nothing that the user could not read", async (_, target) => {
    const project = await newProject("m3tam3re");
    await as("root", "echo root-or-alice >/root/file; install -o alice -m 600 /root/file /home/alice/secret");
    await as(
      "m3tam3re",
      `cd ${host}; echo mine >~/readable; ln -s ~/readable control; ln -s ${target} stolen; ln -s ${dirname(target)} folder`,
    );
    const { stdout, stderr } = await probe(
      "m3tam3re",
      project,
      `cd "$${subject.variable}"; cat control; cat stolen folder/${basename(target)} 2>/dev/null; true`,
    );
    expect(stdout).toMatch(/^(mine\n)?$/);
    expect(stderr).not.toContain("root-or-alice");
    expect(
      await as("root", `find ${own} ${copies} -name stolen -o -path '*/folder/${basename(target)}'`),
    ).toBe("");
  });

  test("a configuration folder that is a link into somebody else's gives nothing either", async () => {
    const project = await newProject("m3tam3re");
    await as("root", "mkdir -p /root/agent; echo roots >/root/agent/AGENTS.md");
    await as("m3tam3re", `rm -rf ${host}; ln -s /root/agent ${host}`);
    const { stdout } = await probe(
      "m3tam3re",
      project,
      `cat "$${subject.variable}/AGENTS.md" 2>/dev/null; true`,
    );
    expect(stdout).toBe("");
    await as("m3tam3re", `rm ${host}; mkdir ${host}`);
  });

  const planted: readonly (readonly [string, string, string])[] = [
    ["a copied file", "skills", "ln -s VICTIM skills"],
    ["a copied file's parent", "skills/a", "ln -s VICTIM skills"],
    ["the settings", `${subject.settings}`, `ln -s VICTIM/${subject.settings} ${subject.settings}`],
    [
      "the whole folder",
      "",
      `cd ..; mv ${basename(subject.directory)} moved; ln -s VICTIM ${basename(subject.directory)}`,
    ],
    // One that lies at the top of a home has the home itself for a parent, which no session moves.
    ...(parent === "."
      ? []
      : [
          [
            "its parent",
            "",
            `cd ../..; mv ${parent} moved; mkdir -p VICTIM-of; ln -s VICTIM ${parent}`,
          ] as const,
        ]),
  ];
  test.each(planted)(
    "a link that the agent plants in place of %s is never followed",
    async (_, _name, plant) => {
      const project = await newProject("m3tam3re");
      const victims = [`/var/lib/${subject.account}/users/alice/${subject.directory}`, "/tmp/planted"];
      await as(
        "root",
        `install -d -o ${subject.account} -g ${subject.account} /tmp/planted; echo whole | tee /tmp/planted/${subject.settings} /tmp/planted/keep >/dev/null; chown -R ${subject.account} /tmp/planted`,
      );
      for (const victim of victims) {
        await as(
          "m3tam3re",
          `cd ${host}; mkdir -p skills/a; date +%N | tee skills/a/f AGENTS.md >/dev/null; echo '{"${subject.layers.free}":"x"}' >${subject.settings}`,
        );
        await probed("m3tam3re", project, "true");
        await probed("alice", await newProject("alice"), "true");
        await probe(
          "m3tam3re",
          project,
          `cd "$${subject.variable}"; rm -rf skills ${subject.settings}; ${plant.replaceAll("VICTIM", victim)}`,
        );
        const before = await contents(victim);
        await as(
          "m3tam3re",
          `cd ${host}; date +%N | tee skills/a/f skills/a/g AGENTS.md >/dev/null; echo '{"${subject.layers.free}":"y"}' >${subject.settings}`,
        );
        const attacked = await probe("m3tam3re", project, "echo started");
        expect(attacked.stdout === "started\n" || [69, 78].includes(attacked.code)).toBe(true);
        expect(await contents(victim)).toBe(before);
        await as(
          "root",
          `rm -rf ${top} /var/lib/${subject.account}/users/m3tam3re/moved; rm -rf /run/${subject.account}/sync/m3tam3re`,
        );
      }
      expect(await probed("m3tam3re", project, `cat "$${subject.variable}/skills/a/g" | wc -l`)).toBe("1");
    },
  );

  test("a crash in the middle leaves the old state whole, and the next session mends it", async () => {
    const project = await newProject("m3tam3re");
    const fill = (version: string) =>
      `cd ${host}; mkdir -p skills; printf -v rest %40000s; for i in {1..200}; do printf '%s\n' ${version} "$rest" >skills/$i; done`;
    await as("m3tam3re", fill("version-0"));
    const began = Date.now();
    await probed("m3tam3re", project, "true");
    const whole = Date.now() - began;
    const rounds = 8;
    let interrupted = 0;
    for (let round = 1; round <= rounds; round += 1) {
      await as("m3tam3re", fill(`version-${round}`));
      const running = startProbe("m3tam3re", project, "echo finished");
      await sleep((whole * round) / rounds);
      await as("root", `pkill -9 -f '^[^ ]*bash -p -- ${probeRunner("guide")} supervised' || true`);
      const { stdout } = await finish(running);
      if (stdout === "") interrupted += 1;
      const versions = await as("root", `cd ${copy}/skills; head -qn1 -- * | sort | uniq -c; ls | wc -l`);
      expect(versions).toMatch(/^ +200 version-\d+\n200$/);
    }
    expect(interrupted).toBeGreaterThan(0);
    await as("m3tam3re", fill("'the next'"));
    expect(
      await probed("m3tam3re", project, `cd "$${subject.variable}"; head -qn1 -- skills/* | sort -u`),
    ).toBe("the next");
    // The current copy and the one before it, for sessions that still have its files open.
    expect(await as("root", `ls -A --ignore=current ${copies}`)).toMatch(/^[0-9a-f]{64}(\n[0-9a-f]{64})?$/);
  });

  test("two sessions that sync at once see one whole configuration each", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mv ${host} ~/v0; ln -sT ~/v0 ${host}`);
    const make = (version: number) =>
      `cp -a ~/v0 ~/v${version}; mkdir -p ~/v${version}/skills; for i in $(seq 100); do echo ${version} >~/v${version}/skills/$i; done; ln -sfT ~/v${version} ~/next; mv -T ~/next ${host}`;
    for (let version = 1; version <= 6; version += 1) {
      await as("m3tam3re", make(version));
      const look = `cd "$${subject.variable}"/skills; sort -u -- *; ls | wc -l`;
      const seen = await Promise.all([1, 2, 3].map(() => probed("m3tam3re", project, look)));
      expect(seen).toEqual(seen.map(() => `${version}\n100`));
    }
    await as("m3tam3re", `rm ${host}; mv ~/v0 ${host}; rm -rf ~/v?`);
  });
});
