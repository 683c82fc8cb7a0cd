import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import {
  as,
  describeHost,
  eventually,
  finish,
  leftovers,
  leftoversInTheEnd,
  newProject,
  probed,
  probeRunner,
  startProbe,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/** However the caller ends, nothing of the session is left. */
const manners = {
  polite: "touch up; exec sleep 1000",
  stubborn: `trap "" HUP INT TERM QUIT PIPE; touch up; (trap "" HUP TERM; setsid bash -c 'trap "" HUP TERM; while :; do sleep 1; done' & ); while :; do sleep 1; done`,
} as const;

describeHost("guide", "the end of a session", () => {
  /** Patterns of `pgrep -f`, by the part that they find; the wrapper becomes sudo by exec. */
  const parts = () => ({
    sudo: `^(/run/wrappers/bin/|/usr/bin/)?sudo -n -- ${probeRunner("guide")}`,
    runner: `^[^ ]*bash -p -- ${probeRunner("guide")} supervised`,
    "systemd-run": "^systemd-run ",
  });

  afterEach(async () => {
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  for (const part of ["sudo", "runner", "systemd-run"] as const) {
    for (const manner of ["polite", "stubborn"] as const) {
      for (const signal of ["KILL", "TERM", "HUP"] as const) {
        test(`${part} gets SIG${signal} and the agent is ${manner}`, async () => {
          const project = await newProject("m3tam3re");
          const running = startProbe("m3tam3re", project, manners[manner]);
          await appears(`${project}/up`);
          const present = (await leftovers()).join("\n");
          expect(present).toMatch(new RegExp(String.raw`^unit ${subject.account}-\w+\.service$`, "m"));
          expect(present).toMatch(/^mount /m);
          expect(present).toMatch(/^process /m);
          await as("root", `pkill -${signal} -f '${parts()[part]}'`);
          expect(await leftoversInTheEnd()).toEqual([]);
          expect((await finish(running)).code).not.toBe(0);
        });
      }
    }
  }

  test("a kill at any moment of the start leaves nothing", async () => {
    const project = await newProject("m3tam3re");
    const began = Date.now();
    await probed("m3tam3re", project, "true");
    const whole = Date.now() - began;
    const kill = (part: string) => as("root", `pkill -9 -f '${part}' || true`);
    const killOnceThere = (part: string) =>
      as("root", `for _ in {1..1000}; do pkill -9 -f '${part}' && exit; sleep 0.01; done; exit 1`);
    const outputs: string[] = [];
    const moments = 16;
    for (let moment = 0; moment < moments; moment += 1) {
      const running = startProbe("m3tam3re", project, "echo up; exec sleep 1000");
      await sleep((whole * 1.3 * moment) / moments);
      // Every other time the runner first, so that it is not by sudo's death that it ends.
      await killOnceThere(moment % 2 === 0 ? parts().sudo : parts().runner);
      await kill(parts().runner);
      await kill(parts().sudo);
      expect({ moment, left: await leftoversInTheEnd() }).toEqual({ moment, left: [] });
      outputs.push((await finish(running)).stdout);
    }
    expect(outputs).toContain("");
    expect(outputs).toContain("up\n");
  });

  test("what the agent leaves in the background ends with it", async () => {
    const project = await newProject("m3tam3re");
    const running = startProbe(
      "m3tam3re",
      project,
      "(setsid sleep 1000 >/dev/null 2>&1 &); sleep 1000 >/dev/null 2>&1 & echo done; exit 3",
    );
    expect(await finish(running)).toMatchObject({ code: 3, stdout: "done\n" });
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test("zombies are reaped while the session runs", async () => {
    const project = await newProject("m3tam3re");
    const running = startProbe(
      "m3tam3re",
      project,
      "for i in $(seq 50); do (setsid true &) ; done; sleep 0.5; ps -eo stat= | grep -c Z",
    );
    expect((await finish(running)).stdout).toBe("0\n");
  });

  const guards = () =>
    as(
      "root",
      `systemctl list-units --plain --no-legend --state=running 'guard-${subject.account}-*' | sed 's/ .*//'`,
    );

  /** Ends the guard while a session runs, waits until it has left nothing (that `of` chooses), and starts another. */
  async function withoutGuard(end: string, of?: (leftover: string) => boolean): Promise<void> {
    const project = await newProject("m3tam3re");
    const running = startProbe("m3tam3re", project, "touch up; exec sleep 1000");
    await appears(`${project}/up`);
    await as("root", `${end} ${await guards()}`);
    expect(await leftoversInTheEnd(of)).toEqual([]);
    // By some signal; systemd 257 sometimes sees the unit empty before it hears of that, and takes it for well done.
    await finish(running);
    expect(await probed("m3tam3re", project, "echo again")).toBe("again");
  }

  test.each(["systemctl stop", "systemctl kill -s KILL --kill-whom=main"])("ends with its guard: %s", (end) =>
    withoutGuard(end),
  );

  test("leaves to the next guard what one has left that was killed with all that it ran", () =>
    withoutGuard("systemctl kill -s KILL", (one) => /^(unit (?!run-)|process )/.test(one)));

  test("is left to the guard of its generation, which goes when it has no session", async () => {
    const project = await newProject("m3tam3re");
    await probed("m3tam3re", project, "true");
    const guard = await guards();
    const [, program] = /path=(\S+)/.exec(await as("root", `systemctl show -p ExecStart ${guard}`)) ?? [];
    const run = `/run/${subject.account}`;
    const older = `guard-${subject.account}-older.service`;
    // A session of the older one, which is a pipe and a mount.
    await as(
      "root",
      `mkfifo ${run}/guard.older; systemd-run -q --collect --unit=${older} ${program} ${run}/guard.older
       systemd-run -q --expand-environment=no --unit=older-runner bash -c 'exec {l}<> <(:); echo "$$ $l older" 1<>${run}/guard.older; exec sleep 1000'
       mkdir ${run}/stage/older; mkdir ${run}/stage/older/x; mount -t tmpfs older ${run}/stage/older/x`,
    );
    await appears(`${run}/guard.older.older`);
    const renew = async () => {
      await as("root", `systemctl stop ${guard} 2>/dev/null || true`); // the older one may have had it end
      expect(await probed("m3tam3re", project, "echo new")).toBe("new");
    };
    await renew();
    expect((await guards()).split("\n")).toContain(older);
    await as("root", "systemctl stop older-runner");
    expect(await leftoversInTheEnd()).toEqual([]);
    await renew();
    expect(await eventually(async () => ((await guards()) === guard ? true : undefined))).toBe(true);
    await as("root", `rm ${run}/guard.older`);
  });
});
