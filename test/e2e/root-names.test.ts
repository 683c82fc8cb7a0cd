import { expect, test } from "vitest";
import { as, describeHost, newProject } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** Root's part works on descriptors and on names of its own; whatever a user could swap is the helper's to open. */

interface Call {
  readonly pid: string;
  readonly text: string;
}

/**
 * The calls of one program and its children, without those that take another account by setpriv(1) and what they start. Only the lines
 * of one process are in order: a child may have said something before the call that made it says its number.
 */
function callsOfRoot(trace: string, program: RegExp): readonly Call[] {
  const lines = new Map<string, string[]>();
  for (const line of trace.split("\n")) {
    const [, pid = "", text = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    lines.set(pid, [...(lines.get(pid) ?? []), text]);
  }
  const callsOf = (pid: string, texts: readonly string[]): readonly Call[] => {
    const leaves = texts.findIndex((text) => /^execve\(.*"--reuid"/.test(text));
    return texts.slice(0, leaves === -1 ? texts.length : leaves).flatMap((text) => {
      const child = /^(?:<\.\.\. )?v?(?:clone|clone3|fork).* = (\d+)$/.exec(text)?.[1];
      return [{ pid, text }, ...(child === undefined ? [] : callsOf(child, lines.get(child) ?? []))];
    });
  };
  return [...lines].flatMap(([pid, texts]) => {
    const begins = texts.findIndex((text) => program.test(text));
    return begins === -1 ? [] : callsOf(pid, texts.slice(begins));
  });
}

describeHost("guide", "root's part", () => {
  test.each([
    ["a folder", ""],
    [
      "a git repository with a worktree",
      "git init -q .; git commit -q --allow-empty -m x; git worktree add -q ../tree-$$",
    ],
  ])("opens nothing by a name below the home, started in %s", async (_, arrange) => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cd ${project}; export GIT_{AUTHOR,COMMITTER}_{NAME,EMAIL}=x; ${arrange}`);
    const trace = `strace -f -qq -e trace=%file,open_tree,mount,clone,clone3,fork,vfork -s 4096 -e signal=none -o /srv/trace -u m3tam3re`;
    await as("root", `cd ${project}; ${trace} probe 'touch ran'; test -e ran`);
    const calls = callsOfRoot(
      await as("root", "cat /srv/trace; rm /srv/trace"),
      new RegExp(String.raw`^execve\("[^"]*${subject.account}-runner"`),
    );
    expect(calls.some(({ text }) => /^open_tree\(AT_FDCWD, "\/proc\/self\/fd\/\d+"/.test(text))).toBe(true);
    // The home itself lies in a directory of root's, and is entered to learn the name that the kernel has for it.
    const named = calls.filter(({ text }) => /^(?!getcwd|execve)\w+\([^"]*"\/home\/m3tam3re[^"]/.test(text));
    expect(named).toEqual([]);
  });
});
