import { expect, test } from "vitest";
import { size } from "../support/long.js";
import {
  as,
  describeHost,
  eventually,
  finish,
  leftoversInTheEnd,
  meanwhile,
  newProject,
  probe,
  probed,
  startProbe,
} from "./lab/lab.js";
import { startPlain } from "./lab/plain.js";
import { subject } from "./lab/subject.js";
import { startUpstream } from "./lab/upstream.js";
import { appears } from "./lab/waiting.js";

/** How a session has its proxy: there, alone, and gone with it. The ways around it are in proxy-attacks.test.ts. */

const node = "/opt/node/bin/node";

const sessions = size({ part: 20, whole: 50 });

/** KiB of each proxy that runs, what it shares divided among those that share it (proc_pid_smaps_rollup, Pss). */
async function proxiesMemory(): Promise<readonly number[]> {
  const text = await as(
    "root",
    `for pid in $(systemctl show --value -p MainPID 'egress-${subject.account}@*.service'); do awk '/^Pss:/ {print $2}' /proc/$pid/smaps_rollup; done`,
  );
  return text.split("\n").map(Number);
}

describeHost("by proxy", "the proxy", () => {
  const upstream = meanwhile(startUpstream);
  meanwhile(() => startPlain(upstream().address));

  test("there is nothing beside it: no resolver, no route, no other session's", async () => {
    const project = await newProject("m3tam3re");
    const others = await newProject("alice");
    const other = startProbe("alice", others, "until [ -e end ]; do sleep 0.1; done");
    await eventually(async () =>
      (await as("root", `systemctl list-units --plain --no-legend 'egress-${subject.account}@*.socket'`)) ===
      ""
        ? undefined
        : true,
    );
    const seen = await probed(
      "m3tam3re",
      project,
      `getent hosts allowed.lab.example >/dev/null && grep -c . /etc/resolv.conf
       ls /sys/class/net
       grep -c . /proc/net/route
       { printf x >/dev/udp/127.0.0.53/53; } 2>/dev/null; cat </dev/null >/dev/tcp/127.0.0.1/53 2>/dev/null || echo no resolver
       { exec 4<>/dev/tcp/${upstream().address}/443; } 2>/dev/null || echo no route
       grep -c ' 0100007F:0C38 ' /proc/net/tcp`,
    );
    await as("alice", `touch ${others}/end`);
    await finish(other);
    expect(seen.split("\n").slice(-5)).toEqual(["lo", "1", "no resolver", "no route", "1"]);
  });

  test("programs find it: Node's fetch and git's", async () => {
    const project = await newProject("m3tam3re");
    const fetched = `NODE_TLS_REJECT_UNAUTHORIZED=0 ${node} --no-warnings -e 'fetch("https://allowed.lab.example/x").then((r) => r.text()).then((t) => process.stdout.write(t))'`;
    expect(await probed("m3tam3re", project, fetched)).toBe("upstream");
    const refused = `git ls-remote https://forbidden.lab.example/a/b 2>&1 || true`;
    expect(await probed("m3tam3re", project, refused)).toMatch(/403/);
  });

  test("a proxy that is killed ends its connections, and the next one finds another", async () => {
    const project = await newProject("m3tam3re");
    const running = startProbe(
      "m3tam3re",
      project,
      `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET /x HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3; head -1 <&3; exec 3>&-
       touch asked; until [ -e killed ]; do sleep 0.1; done
       exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET /x HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3; head -1 <&3`,
    );
    await appears(`${project}/asked`);
    await as(
      "root",
      `systemctl kill --signal=KILL 'egress-${subject.account}@*.service'; touch ${project}/killed`,
    );
    const { stdout } = await finish(running);
    expect(stdout.match(/HTTP\/1.1 403 Forbidden/g)).toHaveLength(2);
  });

  test("a proxy that cannot start is a network that is not there, at once", async () => {
    const drop = `/run/systemd/system/egress-${subject.account}@.service.d`;
    await as(
      "root",
      `mkdir -p ${drop}; printf '[Service]\\nExecStart=\\nExecStart=/bin/false\\n' >${drop}/x.conf; systemctl daemon-reload`,
    );
    const seen = await probed(
      "m3tam3re",
      await newProject("m3tam3re"),
      `for i in 1 2 3; do { exec 3<>/dev/tcp/127.0.0.1/3128 && printf 'GET / HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3 && timeout 20 cat <&3; } 2>/dev/null; echo "ended $?"; done
       { exec 4<>/dev/tcp/${upstream().address}/443; } 2>/dev/null || echo no route`,
    );
    await as("root", `rm -r ${drop}; systemctl daemon-reload`);
    expect(seen).not.toMatch(/HTTP|ended 124/);
    expect(seen).toMatch(/no route$/);
  });

  test("a session whose proxy's socket is not there does not begin", async () => {
    const drop = `/run/systemd/system/egress-${subject.account}@.socket.d`;
    await as(
      "root",
      `mkdir -p ${drop}; printf '[Socket]\\nListenStream=\\nListenStream=127.0.0.1:3129\\n' >${drop}/x.conf; systemctl daemon-reload`,
    );
    const { code, stdout, stderr } = await probe("m3tam3re", await newProject("m3tam3re"), "echo begun");
    await as("root", `rm -r ${drop}; systemctl daemon-reload`);
    expect([code, stdout]).toEqual([69, ""]);
    expect(stderr).toContain("the sandbox is incomplete: its proxy is not there");
  });

  test(`${sessions} sessions at once, each with its own, and nothing is left of them`, async () => {
    const project = await newProject("m3tam3re");
    const one = `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://allowed.lab.example/ HTTP/1.1\\r\\nhost: allowed.lab.example\\r\\n\\r\\n' >&3
       while read -r line <&3; do case $line in plain) echo "$line"; break ;; esac; done
       echo >answered-$$-$RANDOM$RANDOM; until [ -e all ]; do sleep 0.5; done`;
    const running = Array.from({ length: sessions }, () => startProbe("m3tam3re", project, one));
    const answered = await eventually(async () =>
      Number(await as("m3tam3re", `ls ${project} | wc -l`)) === sessions ? sessions : undefined,
    );
    expect(answered).toBe(sessions);
    const memory = await proxiesMemory();
    await as("m3tam3re", `touch ${project}/all`);
    const ended = await Promise.all(running.map(finish));
    expect(ended.map(({ stdout }) => stdout.trim())).toEqual(ended.map(() => "plain"));
    expect(memory).toHaveLength(sessions);
    expect(Math.max(...memory)).toBeLessThan(64 * 1024);
    expect(await leftoversInTheEnd()).toEqual([]);
    const units = `systemctl list-units --all --plain --no-legend 'egress-${subject.account}@*'`;
    expect(await eventually(async () => ((await as("root", units)) === "" ? "none" : undefined))).toBe(
      "none",
    );
  });

  test("its own sandbox is as tight as a session's", async () => {
    const score = `systemd-analyze security --offline=yes --no-pager /etc/systemd/system/egress-${subject.account}@.service | tail -1`;
    const [, exposure = "10"] = /: ([0-9.]+) /.exec(await as("root", score)) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(1.3);
  });
});
