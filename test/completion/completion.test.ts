import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { colours } from "../../src/colours.js";
import { createProgram } from "../../src/toolkit/cli/program.js";
import { run } from "../../src/toolkit/cli/run.js";
import { type Shell, shellNames } from "../../src/toolkit/completion/names.js";
import { everyCommand, shapeOf } from "../../src/toolkit/completion/shape.js";
import { temporaryDirectory } from "../output/tree.js";
import { describeWith, onPath } from "../support/programs.js";

const plain = colours(false, {});
const quiet = {
  out: () => {},
  err: () => {},
  cwd: "/",
  env: {},
  colours: { out: plain, err: plain },
  width: 80,
  watched: false,
};

async function completions(shell: string): Promise<{ readonly status: number; readonly text: string }> {
  let text = "";
  const say = (piece: string): void => {
    text += piece;
  };
  const status = await run(["completion", shell], { ...quiet, out: say, err: say });
  return { status, text };
}

/** How each shell is started without anybody's configuration, with `nixsmith` made known to it. */
const starts: Readonly<Record<Shell, (file: string) => readonly string[]>> = {
  bash: (file) => [
    "bash",
    "--norc",
    "--noprofile",
    "-c",
    `exec bash --init-file <(cat ${file}; echo "PS1='> '; bind 'set show-all-if-ambiguous on'")`,
  ],
  zsh: (file) => ["zsh", "-f", "-c", `export ZDOTDIR=${file}.d; exec zsh -i`],
  fish: (file) => [
    "fish",
    "--no-config",
    "--init-command",
    `source ${file}; function fish_prompt; echo '> '; end`,
  ],
};

interface Terminal {
  readonly type: (text: string) => Promise<void>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** The screen once it holds the text, or after ten seconds. */
  readonly shows: (text: string) => Promise<string>;
  /** Gives up the line that was begun, until there is an empty one. */
  readonly giveUp: () => Promise<void>;
}

let terminals = 0;

/** A real terminal, 100 columns wide, in a directory with a file, a host file and a directory of its own. */
async function openShell(shell: Shell): Promise<Terminal> {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "work/somewhere"), { recursive: true });
  writeFileSync(join(directory, "work/somehost.yaml"), "");
  const file = join(directory, `nixsmith.${shell}`);
  writeFileSync(file, (await completions(shell)).text);
  mkdirSync(`${file}.d`);
  const zshrc = `autoload -Uz compinit && compinit -u -D; setopt no_beep; PS1='> '; source ${file}`;
  writeFileSync(join(`${file}.d`, ".zshrc"), zshrc);
  writeFileSync(join(directory, "nixsmith"), "#!/bin/sh\n");
  chmodSync(join(directory, "nixsmith"), 0o755);
  terminals += 1;
  const socket = `nixsmith-${process.pid}-${terminals}`;
  const tmux = (...args: readonly string[]) =>
    execa("tmux", ["-L", socket, "-f", "/dev/null", ...args], {
      env: {
        TERM: "xterm-256color",
        LC_ALL: "C.UTF-8",
        PATH: `${directory}:${process.env.PATH}`,
        HOME: directory,
      },
    });
  await tmux(
    "new-session",
    "-d",
    "-x",
    "100",
    "-y",
    "40",
    "-c",
    join(directory, "work"),
    ...starts[shell](file),
  );
  onTestFinished(async () => void (await tmux("kill-server")));
  const shows = async (text: string): Promise<string> => {
    for (let tries = 0; ; tries += 1) {
      const { stdout } = await tmux("capture-pane", "-p");
      if (stdout.includes(text) || tries === 200) return stdout;
      await sleep(50);
    }
  };
  await shows(">");
  const giveUp = async (): Promise<void> => {
    for (let tries = 0; tries < 20; tries += 1) {
      await tmux("send-keys", "C-c");
      await sleep(150);
      if (/(^|\n)>\s*$/.test((await tmux("capture-pane", "-p")).stdout)) return;
    }
  };
  return {
    shows,
    giveUp,
    type: async (text) => void (await tmux("send-keys", "-l", text)),
    press: async (...keys) => void (await tmux("send-keys", ...keys)),
  };
}

/** What is typed before Tab, and what the line then is. */
const completed: readonly [string, string][] = [
  ["nixsmith gen", "nixsmith generate"],
  ["nixsmith import json", "nixsmith import json-schema"],
  ["nixsmith render --host-s", "nixsmith render --host-settings"],
  ["nixsmith render someh", "nixsmith render somehost.yaml"],
  ["nixsmith generate --out some", "nixsmith generate --out somewhere/"],
  ["nixsmith diff --fail-on sec", "nixsmith diff --fail-on security"],
  ["nixsmith completion f", "nixsmith completion fish"],
];

/** What is typed before Tab, and what is offered, but nothing else that begins like it. */
const offered: readonly [string, { readonly want: readonly string[]; readonly not: readonly string[] }][] = [
  ["nixsmith do", { want: ["docs", "doctor"], not: ["diff"] }],
  ["nixsmith init --as ", { want: ["overlay", "host"], not: ["somewhere"] }],
  ["nixsmith verify --", { want: ["--host", "--json"], not: ["--out", "--version"] }],
];

for (const shell of shellNames) describeWith(["tmux", shell], `in a real ${shell}`, () => inTerminal(shell));

function inTerminal(shell: Shell): void {
  it("completes", async () => {
    const terminal = await openShell(shell);
    for (const [typed, want] of completed) {
      await terminal.type(typed);
      await terminal.press("Tab");
      expect(await terminal.shows(want)).toContain(want);
      await terminal.giveUp();
    }
  });

  it.each(offered)("offers what fits %s", async (typed, { want, not }) => {
    const terminal = await openShell(shell);
    await terminal.type(typed);
    await terminal.press("Tab", "Tab");
    for (const word of want) expect(await terminal.shows(word)).toContain(word);
    const screen = await terminal.shows(want[0] ?? "");
    for (const word of not) expect(screen).not.toContain(word);
  });
}

describe("completions", () => {
  const shape = shapeOf(createProgram(quiet, () => {}));

  it("know every command and every option that help knows", async () => {
    const commands = everyCommand(shape);
    expect(commands.length).toBeGreaterThan(10);
    for (const shell of shellNames) {
      const { status, text } = await completions(shell);
      expect(status).toBe(0);
      const options = commands.flatMap(({ options }) => options.flatMap(({ names }) => names));
      const words = [...commands.flatMap(({ path }) => path.slice(-1)), ...options];
      for (const word of words) expect(text).toContain(shell === "fish" ? word.replace(/^-+/, "") : word);
    }
  });

  it.each(shellNames.filter(onPath))("%s finds no fault with them", async (shell) => {
    const { text } = await completions(shell);
    const file = join(temporaryDirectory(), "nixsmith");
    writeFileSync(file, text);
    await execa(shell, ["-n", file]);
    if (shell === "bash") await execa("shellcheck", ["-s", "bash", "-"], { input: text });
  });

  it("are for these shells only", async () => {
    const { status, text } = await completions("tcsh");
    expect(status).toBe(2);
    expect(text).toContain("Allowed choices are bash, zsh, fish.");
  });
});
