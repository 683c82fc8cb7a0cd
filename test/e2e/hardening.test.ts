import { expect, test } from "vitest";
import { as, describeHost, finish, newProject, startProbe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import type { VariantName } from "./lab/variants.js";
import { appears } from "./lab/waiting.js";

/** The unit of a running session as systemd has it, flags and drop-in, under `systemd-analyze security`. */
async function exposure(agent = `${subject.account}`): Promise<number> {
  const project = await newProject("m3tam3re");
  const running = startProbe("m3tam3re", project, "touch up; until [ -e seen ]; do sleep 0.05; done", agent);
  await appears(`${project}/up`);
  const report = await as(
    "root",
    `unit=$(systemctl list-units --plain --no-legend '${agent}-*.service' | sed 's/ .*//')
     mkdir -p /tmp/rendered; systemctl cat "$unit" >/tmp/rendered/session.service
     touch ${project}/seen
     systemd-analyze security --offline=true --json=off --no-pager /tmp/rendered/session.service`,
  );
  await finish(running);
  const level = /Overall exposure level for session.service: ([\d.]+)/.exec(report)?.[1];
  if (level === undefined) throw new Error(report);
  return Number(level);
}

const limits: readonly [VariantName, number][] = [
  ["guide", 1.3],
  ["no network", 0.9],
];

for (const [variant, limit] of limits) {
  describeHost(variant, "exposure by systemd-analyze", () => {
    test(`is at most ${limit}`, async () => {
      expect(await exposure()).toBeLessThanOrEqual(limit);
    });
  });
}

describeHost("every agent", "exposure by systemd-analyze", () => {
  test.each([
    ["opencode-agent", 1.3],
    ["claude-code-agent", 1.3],
    // Which has no network.
    ["quill-agent", 0.9],
  ])("of %s is at most %d", async (agent, limit) => {
    expect(await exposure(agent)).toBeLessThanOrEqual(limit);
  });
});

describeHost("guide", "exposure by systemd-analyze", () => {
  test("of the drop-in alone is no worse, so that the flags are not what holds", async () => {
    const unit = "[Service]\nExecStart=/bin/true\n";
    const report = await as(
      "root",
      `mkdir -p /tmp/rendered; { printf '${unit}'; cat /etc/systemd/system/${subject.account}-.service.d/*.conf; } >/tmp/rendered/dropin.service
       systemd-analyze security --offline=true --no-pager /tmp/rendered/dropin.service | tail -n 1`,
    );
    expect(Number(/: ([\d.]+)/.exec(report)?.[1])).toBeLessThanOrEqual(1.3);
    const control = await as(
      "root",
      `printf '${unit}' >/tmp/rendered/bare.service; systemd-analyze security --offline=true --no-pager /tmp/rendered/bare.service | tail -n 1`,
    );
    expect(Number(/: ([\d.]+)/.exec(control)?.[1])).toBeGreaterThan(9);
  });
});
