import { expect, test } from "vitest";
import { as, describeHost, eventually, finish, newProject, startProbe, views } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears, launcherWaits } from "./lab/waiting.js";

/** What the start has looked at is exchanged before it is mounted, by the agent of a session that is open already. */

/** Anyone may write there, as to /tmp; the system is read-only in a session. */
const open = "/srv/open";

describeHost("guide", "an empty .git/worktrees that becomes a link between the look and the mount", () => {
  test("leads no session to where it points", async () => {
    const project = await newProject("m3tam3re", { git: true });
    await as("root", `rm -rf ${open}; install -d -m 1777 ${open}`);
    const first = startProbe(
      "m3tam3re",
      project,
      `mkdir .git/worktrees; touch made; until [ -e swap ]; do sleep 0.05; done
       rmdir .git/worktrees; ln -s ${open} .git/worktrees; touch swapped; until [ -e stop ]; do sleep 0.05; done`,
    );
    await appears(`${project}/made`);
    const holder = as(
      "root",
      `flock ${views} sh -c 'touch /srv/held; until [ -e /srv/go ]; do sleep 0.05; done'`,
    );
    try {
      await appears("/srv/held");
      const second = startProbe("m3tam3re", project, `touch ${open}/written; echo started`);
      // It has looked, and waits at the lock: a second one in the kernel's list (proc_locks(5)).
      const waits = async () =>
        (await as(
          "root",
          `inode=$(stat -c %i ${views}); grep -c -- "-> FLOCK.*:$inode " /proc/locks || true`,
        )) === "1"
          ? true
          : undefined;
      expect(await eventually(waits)).toBe(true);
      // What systemd finds exchanged it refuses by itself; the launcher's look is for what it has mounted already.
      await launcherWaits();
      await as("m3tam3re", `touch ${project}/swap`);
      await appears(`${project}/swapped`);
      await as("root", "touch /srv/go");
      const { code, stdout, stderr } = await finish(second);
      expect({ code, stdout, written: await as("root", `ls ${open}`) }).toEqual({
        code: 69,
        stdout: "",
        written: "",
      });
      expect(stderr).toMatch(
        new RegExp(
          String.raw`^${subject.account}: the sandbox is incomplete: \S*/\.git/worktrees is not a mount of its own[^\n]*\n`,
        ),
      );

      // Control: what systemd makes of the same properties and such a link, for the same account.
      await as(
        "root",
        `ln -s ${open} /srv/link; systemd-run -q --wait --collect -p User=${subject.account} -p ProtectSystem=strict -p ExecPaths=/srv/link touch ${open}/written`,
      );
      expect(await as("root", `ls ${open}`)).toBe("written");
    } finally {
      await as("root", "touch /srv/go");
      await holder;
      await as("m3tam3re", `touch ${project}/stop`);
      await finish(first);
      await as("root", `rm -rf ${open} /srv/held /srv/go /srv/link`);
    }
  });
});
