import { type FSWatcher, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  as,
  describeHost,
  finish,
  leftoversAfterFiveSeconds,
  machine,
  newProject,
  probe,
  probed,
  probeRunner,
  startProbe,
} from "./lab/lab.js";

/** The host user's configuration on its way into the agent's own state. */

const host = "/home/m3tam3re/.pi/agent";
/** The agent's own state, and the copy of the configuration that its pi sees. */
const own = "/var/lib/pi-agent/users/m3tam3re";
const copies = "/var/lib/pi-agent/config/m3tam3re";
const copy = `${copies}/current`;

/** Files below `folder` with a hash of each content, as one text. */
const contents = (folder: string) =>
  as("root", `cd ${folder}/; find . -type f -print0 | sort -z | xargs -0r sha256sum`);

/** The inotify events that tell of writes below `folder` while `body` runs. */
async function writesDuring(folder: string, body: () => Promise<unknown>): Promise<readonly string[]> {
  const outside = join(machine().folder, "root", folder);
  const entries = await readdir(outside, { recursive: true, withFileTypes: true });
  const folders = [outside, ...entries.filter((e) => e.isDirectory()).map((e) => join(e.parentPath, e.name))];
  const events: string[] = [];
  const watchers: FSWatcher[] = folders.map((path) =>
    watch(path, (kind, name) => events.push(`${kind} ${join(path, name ?? "")}`)),
  );
  await body();
  await sleep(100);
  for (const watcher of watchers) watcher.close();
  return events;
}

function withCleanConfiguration(): void {
  beforeEach(async () => {
    await as("m3tam3re", `cp -a ${host} ~/kept-configuration`);
  });
  afterEach(async () => {
    await as(
      "root",
      `rm -rf ${host} ${own}/.pi ${own}/moved /tmp/planted; mv /home/m3tam3re/kept-configuration ${host}`,
    );
    expect(await leftoversAfterFiveSeconds()).toEqual([]);
  });
}

describeHost("guide", "sync of the configuration", () => {
  withCleanConfiguration();

  test("files arrive, links are followed as the user, and deletions arrive too", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${host}; mkdir -p skills/one prompts ~/dotfiles; echo skill >skills/one/SKILL.md; echo 'a b' >'prompts/with space.md'
      echo linked >~/dotfiles/AGENTS.md; chmod 400 ~/dotfiles/AGENTS.md; ln -s ~/dotfiles/AGENTS.md AGENTS.md; ln -s ~/dotfiles themes; printf '#!/bin/sh\\necho ran\\n' >run.sh; chmod 755 run.sh`,
    );
    const script = `cd "$PI_CODING_AGENT_DIR"; pwd; cat skills/one/SKILL.md 'prompts/with space.md' AGENTS.md themes/AGENTS.md; ./run.sh; { echo x >>AGENTS.md; } 2>/dev/null || true`;
    expect(await probed("m3tam3re", project, script)).toBe(
      `${own}/.pi/agent\nskill\na b\nlinked\nlinked\nran`,
    );
    expect(await as("m3tam3re", "cat ~/dotfiles/AGENTS.md")).toBe("linked");

    await as("m3tam3re", `cd ${host}; rm -rf skills AGENTS.md themes run.sh; echo new >prompts/new.md`);
    const listed = await probed(
      "m3tam3re",
      project,
      `cd "$PI_CODING_AGENT_DIR"; cat prompts/new.md; ls -d skills AGENTS.md themes run.sh 2>/dev/null || true`,
    );
    expect(listed).toBe("new");
  });

  test("nothing changed means that nothing is written", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mkdir -p ${host}/skills/a; echo one | tee ${host}/skills/a/{1,2,3,4,5} >/dev/null`);
    await probed("m3tam3re", project, "true");
    const unchanged = await writesDuring("/var/lib/pi-agent", () => probed("m3tam3re", project, "true"));
    expect(unchanged).toEqual([]);
    await as("m3tam3re", `echo two >${host}/skills/a/3`);
    const changed = await writesDuring("/var/lib/pi-agent", () => probed("m3tam3re", project, "true"));
    expect(changed.length).toBeGreaterThan(0);
  });

  test.each([
    ["content of the same length and time", 'stamp=$(stat -c %y f); echo AAA >f; touch -d "$stamp" f', "AAA"],
    ["a file moved into another's place", "echo BBB >g; touch -r f g; mv g f", "BBB"],
    ["the target of a link", "rm f; echo CCC >~/target; ln -s ~/target f", "CCC"],
  ])("a change is seen: %s", async (_, change, want) => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cd ${host}; echo old >f`);
    expect(await probed("m3tam3re", project, `cat "$PI_CODING_AGENT_DIR/f"`)).toBe("old");
    await as("m3tam3re", `cd ${host}; ${change}`);
    expect(await probed("m3tam3re", project, `cat "$PI_CODING_AGENT_DIR/f"`)).toBe(want);
  });

  test("what the agent owns survives, and the host's own is not copied over it", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${host}; mkdir -p sessions; echo hosts | tee sessions/hosts.jsonl auth.json trust.json >/dev/null`,
    );
    const own = `cd "$PI_CODING_AGENT_DIR"; mkdir -p sessions/--p--; echo agents | tee sessions/--p--/1.jsonl auth.json trust.json models-store.json >/dev/null; ls sessions`;
    expect(await probed("m3tam3re", project, own)).toBe("--p--");
    await as("m3tam3re", `echo change >${host}/AGENTS.md`);
    const look = `cd "$PI_CODING_AGENT_DIR"; cat AGENTS.md sessions/*/1.jsonl auth.json trust.json models-store.json; ls sessions`;
    expect(await probed("m3tam3re", project, look)).toBe("change\nagents\nagents\nagents\nagents\n--p--");
    await probed(
      "m3tam3re",
      project,
      `cd "$PI_CODING_AGENT_DIR"; rm -r sessions/--p-- auth.json trust.json models-store.json`,
    );
  });

  test("FIFOs, devices and sockets are skipped with a warning, without waiting for them", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${host}; mkfifo fifo; ln -s /dev/zero zero; ln -s /dev/full full; echo fine >fine
      /opt/node/bin/node -e 'require("net").createServer().listen("socket", () => process.exit(0))'; test -S socket || true`,
    );
    await as("root", `mknod ${host}/device c 1 5; chmod 666 ${host}/device`);
    const { code, stdout, stderr } = await probe(
      "m3tam3re",
      project,
      `cd "$PI_CODING_AGENT_DIR"; cat fine; ls fifo zero full socket device 2>/dev/null || true`,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "fine\n" });
    for (const name of ["fifo", "zero", "device"]) expect(stderr).toContain(name);
  });

  test.each([
    ["20,000 files", "mkdir many; cd many; seq 20000 | xargs touch", "sync.maxFiles"],
    ["a huge file", "truncate -s 10G huge", "sync.maxBytes"],
    ["a link to a huge file", "truncate -s 10G ~/huge; ln -s ~/huge huge", "sync.maxBytes"],
    [
      "deep folders",
      "mkdir -p $(printf 'd/%.0s' $(seq 40)); touch $(printf 'd/%.0s' $(seq 40))f",
      "sync.maxDepth",
    ],
    ["a loop of links", "mkdir loop; ln -s .. loop/up; ln -s . loop/self", undefined],
  ])("%s: refused, or bounded, in time", async (_, arrange, option) => {
    const project = await newProject("m3tam3re");
    await probed("m3tam3re", project, "true");
    const before = await contents(copy);
    await as("m3tam3re", `cd ${host}; ${arrange}`);
    const began = Date.now();
    const { code, stderr } = await probe("m3tam3re", project, "true");
    expect(Date.now() - began).toBeLessThan(20_000);
    if (option !== undefined) {
      expect(code).toBe(78);
      expect(stderr).toContain(`m3ta.pi-agent.hostUsers.m3tam3re.${option}`);
      expect(await contents(copy)).toBe(before);
    } else {
      expect(code).toBe(0);
    }
    await as("m3tam3re", "rm -f ~/huge");
  });

  test.each([
    ["a file in /root", "/root/file"],
    ["the password file", "/etc/shadow"],
    ["another user's file", "/home/alice/secret"],
    ["the environment file", "/run/secrets/pi-agent.env"],
    ["the agent's state of another user", "/var/lib/pi-agent/users/alice/.pi/agent/models.json"],
  ])("a link of the user's to %s gives nothing that the user could not read", async (_, target) => {
    const project = await newProject("m3tam3re");
    await as("root", "echo root-or-alice >/root/file; install -o alice -m 600 /root/file /home/alice/secret");
    await as(
      "m3tam3re",
      `cd ${host}; echo mine >~/readable; ln -s ~/readable control; ln -s ${target} stolen; ln -s $(dirname ${target}) folder`,
    );
    const { stdout, stderr } = await probe(
      "m3tam3re",
      project,
      `cd "$PI_CODING_AGENT_DIR"; cat control; cat stolen folder/$(basename ${target}) 2>/dev/null; true`,
    );
    expect(stdout).toMatch(/^(mine\n)?$/);
    expect(stderr).not.toContain("root-or-alice");
    expect(await as("root", `find ${own} ${copies} -name stolen -o -name folder`)).toBe("");
  });

  test("a configuration folder that is a link into somebody else's gives nothing either", async () => {
    const project = await newProject("m3tam3re");
    await as("root", "mkdir -p /root/agent; echo roots >/root/agent/AGENTS.md");
    await as("m3tam3re", `rm -rf ${host}; ln -s /root/agent ${host}`);
    const { stdout } = await probe(
      "m3tam3re",
      project,
      `cat "$PI_CODING_AGENT_DIR/AGENTS.md" 2>/dev/null; true`,
    );
    expect(stdout).toBe("");
    await as("m3tam3re", `rm ${host}; mkdir ${host}`);
  });

  test("without a configuration there is nothing to copy, and pi starts", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mv ${host} ${host}.away`);
    try {
      expect(await probed("m3tam3re", project, "echo started")).toBe("started");
    } finally {
      await as("m3tam3re", `mv ${host}.away ${host}`);
    }
  });

  test.each([
    ["a copied file", "skills", "ln -s VICTIM skills"],
    ["a copied file's parent", "skills/a", "ln -s VICTIM skills"],
    ["the settings", "settings.json", "ln -s VICTIM/settings.json settings.json"],
    ["the whole folder", "", "cd ..; mv agent moved; ln -s VICTIM agent"],
    ["its parent", "", "cd ../..; mv .pi moved; mkdir -p VICTIM-pi; ln -s VICTIM .pi"],
  ])("a link that the agent plants in place of %s is never followed", async (_, _name, plant) => {
    const project = await newProject("m3tam3re");
    const victims = ["/var/lib/pi-agent/users/alice/.pi/agent", "/tmp/planted"];
    await as(
      "root",
      "install -d -o pi-agent -g pi-agent /tmp/planted; echo whole | tee /tmp/planted/settings.json /tmp/planted/keep >/dev/null; chown -R pi-agent /tmp/planted",
    );
    for (const victim of victims) {
      await as(
        "m3tam3re",
        `cd ${host}; mkdir -p skills/a; date +%N | tee skills/a/f AGENTS.md >/dev/null; echo '{"theme":"x"}' >settings.json`,
      );
      await probed("m3tam3re", project, "true");
      await probed("alice", await newProject("alice"), "true");
      await probe(
        "m3tam3re",
        project,
        `cd "$PI_CODING_AGENT_DIR"; rm -rf skills settings.json; ${plant.replaceAll("VICTIM", victim)}`,
      );
      const before = await contents(victim);
      await as(
        "m3tam3re",
        `cd ${host}; date +%N | tee skills/a/f skills/a/g AGENTS.md >/dev/null; echo '{"theme":"y"}' >settings.json`,
      );
      const attacked = await probe("m3tam3re", project, "echo started");
      expect(attacked.stdout === "started\n" || [69, 78].includes(attacked.code)).toBe(true);
      expect(await contents(victim)).toBe(before);
      await as(
        "root",
        "rm -rf /var/lib/pi-agent/users/m3tam3re/.pi /var/lib/pi-agent/users/m3tam3re/moved; rm -rf /run/pi-agent/sync/m3tam3re",
      );
    }
    expect(await probed("m3tam3re", project, `cat "$PI_CODING_AGENT_DIR/skills/a/g" | wc -l`)).toBe("1");
  });

  test("a crash in the middle leaves the old state whole, and the next session mends it", async () => {
    const project = await newProject("m3tam3re");
    const fill = (version: string) =>
      `cd ${host}; mkdir -p skills; for i in $(seq 400); do { echo ${version}; head -c 40000 /dev/zero; } >skills/$i; done`;
    await as("m3tam3re", fill("version-0"));
    await probed("m3tam3re", project, "true");
    let interrupted = 0;
    for (let round = 1; round <= 12; round += 1) {
      await as("m3tam3re", fill(`version-${round}`));
      const running = startProbe("m3tam3re", project, "echo finished");
      await sleep(40 + round * 15);
      await as("root", `pkill -9 -f '^[^ ]*bash -p -- ${probeRunner("guide")} supervised' || true`);
      const { stdout } = await finish(running);
      if (stdout === "") interrupted += 1;
      const versions = await as("root", `cd ${copy}/skills; head -qn1 -- * | sort | uniq -c; ls | wc -l`);
      expect(versions).toMatch(/^ +400 version-\d+\n400$/);
    }
    expect(interrupted).toBeGreaterThan(0);
    expect(
      await probed("m3tam3re", project, `cd "$PI_CODING_AGENT_DIR"; head -qn1 -- skills/* | sort -u`),
    ).toBe("version-12");
    // The current copy and the one before it, for sessions that still have its files open.
    expect(await as("root", `ls -A ${copies}`)).toMatch(/^[0-9a-f]{64}\n([0-9a-f]{64}\n)?current$/);
  });

  test("two sessions that sync at once see one whole configuration each", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mv ${host} ~/v0; ln -sT ~/v0 ${host}`);
    const make = (version: number) =>
      `cp -a ~/v0 ~/v${version}; mkdir -p ~/v${version}/skills; for i in $(seq 100); do echo ${version} >~/v${version}/skills/$i; done; ln -sfT ~/v${version} ~/next; mv -T ~/next ${host}`;
    for (let version = 1; version <= 6; version += 1) {
      await as("m3tam3re", make(version));
      const look = `cd "$PI_CODING_AGENT_DIR"/skills; sort -u -- *; ls | wc -l`;
      const seen = await Promise.all([1, 2, 3].map(() => probed("m3tam3re", project, look)));
      expect(seen).toEqual(seen.map(() => `${version}\n100`));
    }
    await as("m3tam3re", `rm ${host}; mv ~/v0 ${host}; rm -rf ~/v?`);
  });
});

describeHost("copied auth", "copies of auth.json", () => {
  withCleanConfiguration();
  const auth = `cat "$PI_CODING_AGENT_DIR/auth.json"`;

  test("if-missing copies it once and never over the agent's own", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `echo '{"a":"host"}' >${host}/auth.json; chmod 600 ${host}/auth.json`);
    expect(await probed("m3tam3re", project, `rm -f "$PI_CODING_AGENT_DIR/auth.json"`)).toBe("");
    expect(await probed("m3tam3re", project, `${auth}; stat -c %a "$PI_CODING_AGENT_DIR/auth.json"`)).toBe(
      '{"a":"host"}\n600',
    );
    await probed("m3tam3re", project, `echo '{"a":"rotated"}' >"$PI_CODING_AGENT_DIR/auth.json"`);
    await as("m3tam3re", `echo '{"a":"newer"}' >${host}/auth.json`);
    expect(await probed("m3tam3re", project, auth)).toBe('{"a":"rotated"}');
    await probed("m3tam3re", project, `rm "$PI_CODING_AGENT_DIR/auth.json"`);
  });

  test("newer copies it only when the host's is the newer one", async () => {
    const project = await newProject("alice");
    const hosts = "/home/alice/.pi/agent/auth.json";
    await as("alice", `echo '{"a":"host"}' >${hosts}; chmod 600 ${hosts}; touch -d '2020-01-01' ${hosts}`);
    await probed("alice", project, `echo '{"a":"agent"}' >"$PI_CODING_AGENT_DIR/auth.json"`);
    expect(await probed("alice", project, auth)).toBe('{"a":"agent"}');
    await as("alice", `touch -d '+1 minute' ${hosts}`);
    expect(await probed("alice", project, auth)).toBe('{"a":"host"}');
    await as("alice", `rm ${hosts}`);
    expect(await probed("alice", project, auth)).toBe('{"a":"host"}');
  });
});

describeHost("small sync", "bounds of the sync", () => {
  withCleanConfiguration();

  test.each([
    ["files", "touch $(seq -f file-%g 30)", "maxFiles"],
    ["bytes", "head -c 70000 /dev/zero >big", "maxBytes"],
    ["depth", "mkdir -p a/b/c/d/e; touch a/b/c/d/e/f", "maxDepth"],
  ])("one %s too many: refused", async (_, arrange, option) => {
    const project = await newProject("m3tam3re");
    expect((await probe("m3tam3re", project, "true")).code).toBe(0);
    await as("m3tam3re", `cd ${host}; ${arrange}`);
    const { code, stderr } = await probe("m3tam3re", project, "true");
    expect(code).toBe(78);
    expect(stderr).toContain(`m3ta.pi-agent.hostUsers.m3tam3re.sync.${option}`);
  });

  test("truncate leaves out what exceeds the bounds, with a warning", async () => {
    const project = await newProject("alice");
    await as("alice", "cd .pi/agent; mkdir many; cd many; touch $(seq -f file-%g 300)");
    const { code, stdout, stderr } = await probe(
      "alice",
      project,
      `find "$PI_CODING_AGENT_DIR" -type f | wc -l`,
    );
    await as("alice", "rm -r .pi/agent/many");
    expect(code).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(Number(stdout)).toBeLessThanOrEqual(25);
    expect(stderr).toContain("sync.maxFiles");
  });
});
