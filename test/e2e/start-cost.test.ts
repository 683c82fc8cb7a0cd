import { expect, test } from "vitest";
import { as, describeHost, newProject } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/**
 * What a start costs, in a figure that repeats: the programs that are executed between the caller's command and the end of the
 * session, by whoever. Times are the benchmark's.
 */

/** Names of the programs, in order; one that systemd is asked for because it is slow under strace(1) is not counted. */
async function programs(project: string): Promise<readonly string[]> {
  const traced = "strace -ff -qq -z -e trace=execve -e signal=none -o";
  const caller = `env -i PATH="$PATH" setpriv --reuid=m3tam3re --regid=users --init-groups --inh-caps=-all`;
  const seen = await as(
    "root",
    `rm -rf /srv/execs; mkdir /srv/execs; cd ${project}
     systemd-run -q --unit=traced ${traced} /srv/execs/one -p 1 $(pgrep -o -f 'bin/[^ ]*-guard ' | sed 's/^/-p /')
     until grep -q 'TracerPid:[[:space:]]*[1-9]' /proc/1/status; do sleep 0.05; done
     ${traced} /srv/execs/two ${caller} probe true
     until [ -z "$(ls /run/${subject.account}/stage)" ]; do sleep 0.05; done
     systemctl stop traced; cat /srv/execs/*; rm -rf /srv/execs`,
  );
  const names = [...seen.matchAll(/^execve\("([^"]*)"/gm)].map(
    ([, path = ""]) => path.split("/").at(-1) ?? "",
  );
  // What this test itself, and what stands in the agent's place, execute.
  const ours = new Set(["env", "systemctl", "bash", "true"]);
  return names.filter((name) => !ours.has(name)).sort();
}

/** Settings that are no plain JSON are translated, the user's and the agent's own. */
const translations = subject.agent.settings.format === "json" ? 0 : 2;

describeHost("guide", "a start", () => {
  test.each([
    ["without git", false, 25],
    ["in a repository", true, 40],
  ])("%s executes no more programs than it did", async (_, git, ceiling) => {
    const project = await newProject("m3tam3re", { git });
    await programs(project); // the first copies the configuration, and makes what is to be locked
    await programs(project); // the second finds the settings merged
    const executed = await programs(project);
    expect(executed.length, executed.join(" ")).toBeLessThanOrEqual(ceiling + translations);
    expect(executed).toContain("systemd-run");
  });
});
