import { afterEach, expect, test } from "vitest";
import { as, describeHost, leftovers, leftoversInTheEnd, newProject, received } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { openTerminal, type Terminal } from "./lab/terminal.js";

/** A person at a terminal, and pipes where there is none. */
describeHost("guide", "a terminal session", () => {
  let terminal: Terminal | undefined;

  /** A terminal in which `line` has been entered. */
  async function enter(line: string): Promise<Terminal> {
    const opened = await openTerminal("m3tam3re", await newProject("m3tam3re"));
    terminal = opened;
    await opened.type(line);
    await opened.press("Enter");
    return opened;
  }

  afterEach(async () => {
    await terminal?.close();
    terminal = undefined;
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  // An agent that asks first is tried without an answer, in a file of its own.
  test.skipIf(subject.interactive.asksFirst)("the real agent: keys, an answer, Ctrl-C to leave", async () => {
    const shell = await enter(`${subject.command} ${subject.interactive.args}; echo status=$?`);
    await shell.shows(subject.interactive.shows);
    const prompt = `hello from a keyboard ${process.pid}`;
    await shell.type(prompt);
    await shell.press("Enter");
    expect(await shell.shows(/\[\]/)).toContain("[]");
    expect((await received(prompt)).at(-1)?.prompt).toBe(prompt);
    await shell.press(...subject.interactive.leave);
    expect(await shell.shows(/status=\d/)).toMatch(/status=0/);
  });

  test("all three streams are terminals, of the window's size and kind", async () => {
    const shell = await enter(`probe '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo "tty $TERM $(stty size)"'`);
    expect(await shell.shows(/^tty /m)).toMatch(/^tty tmux-256color 24 80$/m);
  });

  test("keys arrive raw, one by one", async () => {
    const shell = await enter(`probe 'stty raw -echo; echo ready; head -c 6 | od -An -tx1; stty sane'`);
    await shell.shows(/^ready/m);
    await shell.press("C-c", "C-z", "C-d", "Escape", "C-m", "q");
    expect(await shell.shows(/71/)).toMatch(/ 03 1a 04 1b 0d 71/);
  });

  test("Ctrl-C is an interrupt to the session and not its end", async () => {
    const shell = await enter(
      `probe 'trap "echo interrupted" INT; echo ready; sleep 20; echo after; exit 7'; echo status=$?`,
    );
    await shell.shows(/^ready/m);
    await shell.press("C-c");
    expect(await shell.shows(/status=\d/)).toMatch(/interrupted\nafter\nstatus=7/);
  });

  test("a resize reaches the session", async () => {
    const shell = await enter(
      `probe 'trap "echo size \\$(stty size)" WINCH; echo ready; for i in $(seq 100); do sleep 0.1; done'`,
    );
    await shell.shows(/^ready/m);
    await shell.resize(101, 37);
    expect(await shell.shows(/^size/m)).toMatch(/^size 37 101$/m);
    await shell.press("C-c");
  });

  test("the terminal is as it was, after success and after a death", async () => {
    const shell = await enter("stty -g >before");
    for (const script of ["stty raw -echo", "stty raw -echo; kill -9 $$"]) {
      await shell.type(`probe '${script}'; stty -g | cmp - before && echo same`);
      await shell.press("Enter");
      expect(await shell.shows(/^same$/m)).toMatch(/^same$/m);
      await shell.type("clear");
      await shell.press("Enter");
    }
  });

  test("closing it ends the session, however stubborn the agent is", async () => {
    const shell = await enter(
      `probe 'trap "" HUP INT TERM QUIT; echo ready; (setsid sleep 1000 &); while :; do sleep 1; done'`,
    );
    await shell.shows(/^ready/m);
    expect((await leftovers()).join("\n")).toMatch(new RegExp(`unit ${subject.account}-`));
    await shell.close();
    terminal = undefined;
    expect(await leftoversInTheEnd()).toEqual([]);
  });

  test.each([
    ["output", `probe '[ -t 1 ] || [ -t 0 ] && echo tty; echo done' | cat`, /^done$/m],
    ["input", `echo given | probe 'cat; [ -t 0 ] && echo tty; echo done'`, /^given\ndone$/m],
    ["errors", `probe 'echo out; echo err >&2' 2>&1 >/dev/null | sed s/^/only./`, /^only\.err$/m],
  ])("with piped %s there is no terminal of the session's own", async (_, line, want) => {
    const shell = await enter(`clear; ${line}; echo end.`);
    // sudo's own terminal is still raw when the last line of a pipe comes early, so the next can begin further right.
    expect(await shell.shows(/^ *end\.$/m)).toMatch(want);
  });

  test("a session that holds the user's terminal as its input cannot type into it", async () => {
    const inject =
      'perl -e \'$c = shift; ioctl(STDIN, 0x540e, 0); print ioctl(STDIN, 0x5412, $c) ? "typed" : "refused", "\\n"\' x';
    const shell = await enter(`clear; probe "$(cat <<'END'\n${inject}\nEND\n)" | cat; echo end.`);
    const seen = await shell.shows(/^end\.$/m);
    expect(seen).toMatch(/^refused$/m);
  });

  test("bytes pass through pipes unchanged, much of them, both ways at once", async () => {
    const project = await newProject("m3tam3re");
    const seen = await as(
      "m3tam3re",
      `cd ${project}; head -c 20000000 /dev/urandom >data; probe cat <data | cmp - data && echo same; rm data`,
    );
    expect(seen).toBe("same");
  });

  test("a reader that goes away ends the writer", async () => {
    const project = await newProject("m3tam3re");
    expect(await as("m3tam3re", `cd ${project}; set +o pipefail; timeout 20 probe 'yes' | head -n 1`)).toBe(
      "y",
    );
    expect(await leftoversInTheEnd()).toEqual([]);
  });
});
