import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import {
  as,
  command,
  describeHost,
  finish,
  leftoversInTheEnd,
  newProject,
  probe,
  startProbe,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/** What `pi-agent-log` says of sessions, out of the journal and out of reach of those whom it concerns. */

const line = z.object({
  session: z.string().optional(),
  caller: z.string().nullish(),
  project: z.string().nullish(),
  end: z.string().optional(),
  exit: z.number().nullish(),
  refused: z.string().optional(),
  uid: z.number().optional(),
});

describeHost("guide", "the log", () => {
  let since = "";
  const log = async (...args: readonly string[]) => {
    await as("root", "journalctl --sync");
    const { code, stdout, stderr } = await command("root", [
      `${subject.account}-log`,
      "--since",
      since,
      ...args,
    ]);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };
  const lines = async (...args: readonly string[]) =>
    (await log("--json", ...args))
      .split("\n")
      .filter((text) => text !== "")
      .map((text) => line.parse(JSON.parse(text)));

  beforeAll(async () => {
    since = (await as("root", "sleep 1; date '+%F %T'")).trim();
  });

  test("says who began a session where, and how it ended", async () => {
    const projects = [await newProject("m3tam3re"), await newProject("alice"), await newProject("m3tam3re")];
    const [first = "", second = "", third = ""] = projects;
    await probe("m3tam3re", first, "exit 3");
    await probe("alice", second, "exit 0", ["canary-of-an-argument"]);
    await probe("m3tam3re", third, "kill -KILL $$");
    expect((await lines()).map(({ caller, project, end, exit }) => ({ caller, project, end, exit }))).toEqual(
      [
        { caller: "m3tam3re", project: first, end: "exit-code", exit: 3 },
        { caller: "alice", project: second, end: "success", exit: 0 },
        { caller: "m3tam3re", project: third, end: "exit-code", exit: 137 },
      ],
    );
    expect((await lines("--user", "alice")).map(({ project }) => project)).toEqual([second]);
    const all = await log();
    expect(all).toMatch(/^BEGAN +CALLER +SESSION +END +TIME +PROXY +PROJECT\n/);
    expect(all).toMatch(new RegExp(`m3tam3re  [0-9a-f]{16}  exit 3 +\\d+ s +${first}\\n`));
    expect(all).not.toContain("canary-of-an-argument");
  });

  test("tells a session that runs, and one whose caller was killed", async () => {
    const project = await newProject("m3tam3re");
    const running = startProbe("m3tam3re", project, "touch up; exec sleep 1000");
    await appears(`${project}/up`);
    const [open] = (await lines()).filter((one) => one.project === project);
    expect(open?.end).toBe("running");
    await as("root", `pkill -KILL -f ${subject.account}-runner`);
    await finish(running);
    await leftoversInTheEnd();
    const closed = await lines("--session", open?.session ?? "");
    // By the agent's own end, or by systemd, which may not wait for that.
    const end: unknown = expect.stringMatching(/^(?:exit-code|signal)$/);
    expect(closed).toEqual([expect.objectContaining({ project, end })]);
    expect(closed).not.toEqual([expect.objectContaining({ exit: 0 })]);
  });

  test("names those who were refused, and by whose word", async () => {
    const project = await newProject("mallory");
    await probe("mallory", project, "exit 0");
    const refused = (await lines()).filter((one) => one.refused?.startsWith("refused mallory in "));
    const uid = Number(await as("root", "id -u mallory"));
    expect(refused).toEqual([expect.objectContaining({ uid })]);
  });

  test("takes no directory for a line of its own, nor for one of systemd's", async () => {
    const project = await newProject("m3tam3re");
    const odd = `${project}/a "b" %n $HOME\nexec-context-user=root\u001b[31m`;
    await as("m3tam3re", 'mkdir -p "$(cat)"', { stdin: odd });
    expect((await probe("m3tam3re", odd, "exit 0")).code).toBe(0);
    const [found] = (await lines()).filter((one) => one.project?.includes("exec-context"));
    expect(found?.project).toMatch(/^\$'.*%n \$HOME\\nexec-context-user=root\\E\[31m'$/);
    expect(await log()).not.toContain("\u001b");
    const ignored = await as("root", `journalctl --since '${since}' -o cat | grep 'serialized line' || true`);
    expect(ignored).toBe("");
  });

  test("believes no host user and no agent", async () => {
    const before = await lines();
    const forged = [
      `AGENT_NAME=${subject.account}`,
      "AGENT_CALLER=root",
      `UNIT=${subject.account}-0123456789abcdef.service`,
      "MESSAGE_ID=39f53479d3a045ac8e11786248231fbf",
      "MESSAGE=Started",
    ].join("\n");
    // Control: it does come into the journal.
    await as("m3tam3re", "logger --journald", { stdin: `${forged}\n` });
    await as("root", "journalctl --sync");
    expect(
      await as(
        "root",
        `journalctl --since '${since}' -o cat UNIT=${subject.account}-0123456789abcdef.service`,
      ),
    ).toBe("Started");
    const project = await newProject("m3tam3re");
    const inside = await probe(
      "m3tam3re",
      project,
      "ls /run/systemd/journal /var/log/journal; journalctl -n 1 --no-pager",
    );
    expect(inside.stdout).not.toContain(`${subject.account}`);
    const after = await lines();
    expect(after.filter(({ session }) => session === "0123456789abcdef")).toEqual([]);
    expect(after.length).toBe(before.length + 1);
  });

  test("shows a user without the right to the journal nothing of others", async () => {
    const { stdout } = await command("alice", [`${subject.account}-log`, "--json"]);
    expect(stdout).not.toContain("m3tam3re");
  });

  test.each([
    [["--user"], "--user takes a word"],
    [["--yesterday"], "--yesterday is not known"],
  ])("refuses %j", async (args, what) => {
    const { code, stderr } = await command("root", [`${subject.account}-log`, ...args]);
    expect([code, stderr]).toEqual([
      64,
      `${subject.account}-log: ${what}; see ${subject.account}-log --help\n`,
    ]);
  });
});
