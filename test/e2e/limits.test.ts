import { expect, test } from "vitest";
import { as, describeHost, finish, newProject, probed, startProbe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/**
 * What the kernel does at a limit, where the machine has the controllers for it (cgroups(7)). A lab whose machine keeps them
 * on hierarchies of the old kind has none, and is the control: there the limit is systemd's word only.
 */

const forks = 120;
const forkAll = `perl -e 'my @all; for (1..${forks}) { my $pid = fork; last unless defined $pid; if (!$pid) { sleep 60; exit } push @all, $pid }
  print scalar @all; kill 9, @all'`;

const hasController = async (name: string): Promise<boolean> => {
  const has = (await as("root", "cat /sys/fs/cgroup/cgroup.controllers")).split(" ").includes(name);
  if (!has)
    process.stderr.write(`e2e: this machine's lab has no ${name} controller; limits are not exceeded\n`);
  return has;
};

describeHost("few tasks", "a session at its limit", () => {
  test("of processes makes no more", async () => {
    const made = Number(await probed("m3tam3re", await newProject("m3tam3re"), forkAll));
    if (await hasController("pids")) expect(made).toBeLessThan(50);
    else expect(made).toBe(forks);
  });

  test("of memory is held by the kernel", async () => {
    const project = await newProject("m3tam3re");
    const running = startProbe("m3tam3re", project, "touch up; until [ -e stop ]; do sleep 0.05; done");
    await appears(`${project}/up`);
    const look = `cat /sys/fs/cgroup/system.slice/${subject.account}-*.service/memory.max 2>/dev/null || echo none`;
    const held = await as("root", look);
    await as("m3tam3re", `touch ${project}/stop`);
    await finish(running);
    expect(held).toBe((await hasController("memory")) ? `${256 * 1024 * 1024}` : "none");
  });
});
