import { expect, test } from "vitest";
import { contents, copy, host, withCleanConfiguration } from "./lab/configuration.js";
import { as, describeHost, newProject, probe, probed } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** A configuration that is not what one expects: too much of it, or not files at all. */

describeHost("guide", "sync of an odd configuration", () => {
  withCleanConfiguration();

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
      `cd "$${subject.variable}"; cat fine; ls fifo zero full socket device 2>/dev/null || true`,
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
  ])("%s: refused, or bounded", async (_, arrange, option) => {
    const project = await newProject("m3tam3re");
    await probed("m3tam3re", project, "true");
    const before = await contents(copy);
    await as("m3tam3re", `cd ${host}; ${arrange}`);
    const { code, stderr } = await probe("m3tam3re", project, "true");
    if (option !== undefined) {
      expect(code).toBe(78);
      expect(stderr).toContain(`${subject.option}.hostUsers.m3tam3re.${option}`);
      expect(await contents(copy)).toBe(before);
    } else {
      expect(code).toBe(0);
    }
    await as("m3tam3re", "rm -f ~/huge");
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
    expect(stderr).toContain(`${subject.option}.hostUsers.m3tam3re.sync.${option}`);
  });

  test("truncate leaves out what exceeds the bounds, with a warning", async () => {
    const project = await newProject("alice");
    await as("alice", `cd ${subject.directory}; mkdir many; cd many; touch $(seq -f file-%g 300)`);
    const { code, stdout, stderr } = await probe(
      "alice",
      project,
      `find "$${subject.variable}" -type f | wc -l`,
    );
    await as("alice", `rm -r ${subject.directory}/many`);
    expect(code).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(0);
    expect(Number(stdout)).toBeLessThanOrEqual(25);
    expect(stderr).toContain("sync.maxFiles");
  });
});
