import { expect, test } from "vitest";
import { as, describeHost, newProject, plan, type User } from "./lab/lab.js";

/**
 * Times as ratios within one run. They are printed for the reader; what is asserted is only that nothing grows
 * with the size of project or configuration in a way that a busy machine could not explain.
 */

/** Median of the wall-clock milliseconds of `command` over `runs` runs, measured inside by bash. */
async function median(user: User, cwd: string, command: string, runs = 11): Promise<number> {
  const loop = `${command} >/dev/null; for i in $(seq ${runs}); do s=$EPOCHREALTIME; ${command} >/dev/null; e=$EPOCHREALTIME; echo $(( \${e/./} - \${s/./} )); done | sort -n | sed -n ${(runs + 1) / 2}p`;
  return Number(await as(user, loop, { cwd })) / 1000;
}

/** The policy's drop-in on a unit that does nothing: what systemd itself takes for such a sandbox. */
const bare = "systemd-run -q --wait --collect --pipe --unit=pi-agent-bare-$RANDOM$RANDOM true";

describeHost("guide", "times", () => {
  test("of the wrapper, against pi and a bare hardened unit", async () => {
    const project = await newProject("m3tam3re");
    const times = {
      bare: await median("root", "/", bare),
      empty: await median("m3tam3re", project, "probe true"),
      direct: await median("m3tam3re", project, "/opt/pi/bin/pi --version"),
      wrapped: await median("m3tam3re", project, "pi --version"),
    };
    const overhead = (times.empty - times.bare) / times.bare;
    report("bare hardened systemd-run", `${times.bare.toFixed(0)} ms`);
    report(
      "wrapper with an empty session",
      `${times.empty.toFixed(0)} ms, ${overhead.toFixed(2)} bare units more`,
    );
    report("pi --version, wrapped to direct", (times.wrapped / times.direct).toFixed(2));
    expect(plan("guide").dropIns).toHaveProperty("pi-agent-");
    expect(overhead).toBeLessThan(4);
  });

  test("do not grow with the project", async () => {
    const [small, large] = [await newProject("m3tam3re"), await newProject("m3tam3re")];
    await as(
      "m3tam3re",
      `cd ${small}; seq 10 | xargs touch; cd ${large}; for d in $(seq 100); do mkdir $d; (cd $d; seq 1000 | xargs touch); done`,
    );
    const ratio = await growth(
      () => median("m3tam3re", small, "probe true", 5),
      () => median("m3tam3re", large, "probe true", 5),
    );
    report("project of 100,000 files to one of 10", ratio.toFixed(2));
    await as("root", `rm -rf ${large}`);
    expect(ratio).toBeLessThan(1.5);
  });

  test("do not grow with a configuration that has not changed", async () => {
    const users = { m3tam3re: await newProject("m3tam3re"), alice: await newProject("alice") };
    const skills = ".pi/agent/skills";
    await as("m3tam3re", `mkdir -p ${skills}; cd ${skills}; seq 9 | xargs touch`);
    await as(
      "alice",
      `mkdir -p ${skills}; cd ${skills}; for d in $(seq 20); do mkdir d$d; (cd d$d; seq 100 | xargs touch); done`,
    );
    const ratio = await growth(
      () => median("m3tam3re", users.m3tam3re, "probe true", 5),
      () => median("alice", users.alice, "probe true", 5),
    );
    report("unchanged configuration of 2,000 files to one of 10", ratio.toFixed(2));
    for (const user of ["m3tam3re", "alice"] as const) await as(user, `rm -rf ${skills}`);
    expect(ratio).toBeLessThan(1.5);
  });
});

/** The ratio of two medians, taken turn by turn so that a machine's mood weighs on both. */
async function growth(small: () => Promise<number>, large: () => Promise<number>): Promise<number> {
  const times = { small: 0, large: 0 };
  for (let round = 0; round < 3; round += 1) {
    times.small += await small();
    times.large += await large();
  }
  return times.large / times.small;
}

function report(what: string, value: string): void {
  process.stdout.write(`e2e times: ${what}: ${value}\n`);
}
