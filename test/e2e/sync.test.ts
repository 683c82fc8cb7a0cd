import { type FSWatcher, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { host, own, withCleanConfiguration } from "./lab/configuration.js";
import { as, describeHost, machine, newProject, probed } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** The host user's configuration on its way into the sandbox. */

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

describeHost("guide", "sync of the configuration", () => {
  withCleanConfiguration();

  test("files arrive, links are followed as the user, and deletions arrive too", async () => {
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${host}; mkdir -p skills/one prompts ~/dotfiles; echo skill >skills/one/SKILL.md; echo 'a b' >'prompts/with space.md'
      echo linked >~/dotfiles/AGENTS.md; chmod 400 ~/dotfiles/AGENTS.md; ln -s ~/dotfiles/AGENTS.md AGENTS.md; ln -s ~/dotfiles themes; printf '#!/bin/sh\\necho ran\\n' >run.sh; chmod 755 run.sh`,
    );
    const script = `cd "$${subject.variable}"; pwd; cat skills/one/SKILL.md 'prompts/with space.md' AGENTS.md themes/AGENTS.md; ./run.sh; { echo x >>AGENTS.md; } 2>/dev/null || true`;
    expect(await probed("m3tam3re", project, script)).toBe(
      `${own}/${subject.directory}\nskill\na b\nlinked\nlinked\nran`,
    );
    expect(await as("m3tam3re", "cat ~/dotfiles/AGENTS.md")).toBe("linked");

    await as("m3tam3re", `cd ${host}; rm -rf skills AGENTS.md themes run.sh; echo new >prompts/new.md`);
    const listed = await probed(
      "m3tam3re",
      project,
      `cd "$${subject.variable}"; cat prompts/new.md; ls -d skills AGENTS.md themes run.sh 2>/dev/null || true`,
    );
    expect(listed).toBe("new");
  });

  test("nothing changed means that nothing is written", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mkdir -p ${host}/skills/a; echo one | tee ${host}/skills/a/{1,2,3,4,5} >/dev/null`);
    await probed("m3tam3re", project, "true");
    const unchanged = await writesDuring(`/var/lib/${subject.account}`, () =>
      probed("m3tam3re", project, "true"),
    );
    expect(unchanged).toEqual([]);
    await as("m3tam3re", `echo two >${host}/skills/a/3`);
    const changed = await writesDuring(`/var/lib/${subject.account}`, () =>
      probed("m3tam3re", project, "true"),
    );
    expect(changed.length).toBeGreaterThan(0);
  });

  test.each([
    ["content of the same length and time", 'stamp=$(stat -c %y f); echo AAA >f; touch -d "$stamp" f', "AAA"],
    ["a file moved into another's place", "echo BBB >g; touch -r f g; mv g f", "BBB"],
    ["the target of a link", "rm f; echo CCC >~/target; ln -s ~/target f", "CCC"],
  ])("a change is seen: %s", async (_, change, want) => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cd ${host}; echo old >f`);
    expect(await probed("m3tam3re", project, `cat "$${subject.variable}/f"`)).toBe("old");
    await as("m3tam3re", `cd ${host}; ${change}`);
    expect(await probed("m3tam3re", project, `cat "$${subject.variable}/f"`)).toBe(want);
  });

  test("what the agent owns survives, and the host's own is not copied over it", async () => {
    const { directory } = subject.own;
    const files = subject.own.files.join(" ");
    const project = await newProject("m3tam3re");
    await as(
      "m3tam3re",
      `cd ${host}; mkdir -p ${directory}; echo hosts | tee ${directory}/hosts ${files} >/dev/null`,
    );
    const own = `cd "$${subject.variable}"; mkdir -p ${directory}/--p--; echo agents | tee ${directory}/--p--/1 ${files} >/dev/null; ls ${directory}`;
    expect(await probed("m3tam3re", project, own)).toBe("--p--");
    await as("m3tam3re", `echo change >${host}/AGENTS.md`);
    const look = `cd "$${subject.variable}"; cat AGENTS.md ${directory}/*/1 ${files}; ls ${directory}`;
    expect(await probed("m3tam3re", project, look)).toEqual(
      ["change", ...[directory, ...subject.own.files].map(() => "agents"), "--p--"].join("\n"),
    );
    await probed("m3tam3re", project, `cd "$${subject.variable}"; rm -r ${directory}/--p-- ${files}`);
  });

  test("without a configuration there is nothing to copy, and the agent starts", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mv ${host} ${host}.away`);
    try {
      expect(await probed("m3tam3re", project, "echo started")).toBe("started");
    } finally {
      await as("m3tam3re", `mv ${host}.away ${host}`);
    }
  });
});

describeHost("copied auth", "copies of credentials", () => {
  withCleanConfiguration();
  const credentials = `"$HOME/${subject.credentials}"`;
  const auth = `cat ${credentials}`;
  const toWrite = `mkdir -p "$(dirname ${credentials})"; echo`;

  test("if-missing copies it once and never over the agent's own", async () => {
    const mine = `/home/m3tam3re/${subject.credentials}`;
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `mkdir -p ${dirname(mine)}; echo '{"a":"host"}' >${mine}; chmod 600 ${mine}`);
    expect(await probed("m3tam3re", project, `rm -f ${credentials}`)).toBe("");
    expect(await probed("m3tam3re", project, `${auth}; stat -c %a ${credentials}`)).toBe('{"a":"host"}\n600');
    await probed("m3tam3re", project, `echo '{"a":"rotated"}' >${credentials}`);
    await as("m3tam3re", `echo '{"a":"newer"}' >${mine}`);
    expect(await probed("m3tam3re", project, auth)).toBe('{"a":"rotated"}');
    await probed("m3tam3re", project, `rm ${credentials}`);
  });

  test("newer copies it only when the host's is the newer one", async () => {
    const project = await newProject("alice");
    const hosts = `/home/alice/${subject.credentials}`;
    await as(
      "alice",
      `mkdir -p ${dirname(hosts)}; echo '{"a":"host"}' >${hosts}; chmod 600 ${hosts}; touch -d '2020-01-01' ${hosts}`,
    );
    await probed("alice", project, `${toWrite} '{"a":"agent"}' >${credentials}`);
    expect(await probed("alice", project, auth)).toBe('{"a":"agent"}');
    await as("alice", `touch -d '+1 minute' ${hosts}`);
    expect(await probed("alice", project, auth)).toBe('{"a":"host"}');
    await as("alice", `rm ${hosts}`);
    expect(await probed("alice", project, auth)).toBe('{"a":"host"}');
  });
});
