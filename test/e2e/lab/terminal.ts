import { as, eventually, type User } from "./lab.js";

/** A terminal of 80 columns and 24 lines, which tmux keeps; one for each name. */
export interface Terminal {
  /** Types literal text. */
  type(text: string): Promise<void>;
  /** Presses keys by tmux's names: Enter, C-c, Escape. */
  press(...keys: string[]): Promise<void>;
  /** The visible lines, without empty ones. */
  screen(): Promise<string>;
  /** Waits for `pattern`; the screen either way. */
  shows(pattern: RegExp): Promise<string>;
  resize(columns: number, lines: number): Promise<void>;
  /** Closes it, as a user closes a window: its processes get SIGHUP. */
  close(): Promise<void>;
}

let terminals = 0;

/** Opens a terminal in which `user`'s login shell runs in `cwd`. */
export async function openTerminal(user: User, cwd: string): Promise<Terminal> {
  terminals += 1;
  const name = `lab${terminals}`;
  const tmux = (commandLine: string, stdin?: string) =>
    as(user, `tmux -L lab -f /dev/null ${commandLine}`, { cwd, ...(stdin === undefined ? {} : { stdin }) });
  await tmux(`new-session -d -s ${name} -x 80 -y 24 bash --norc`);
  await tmux(`set-option -g default-terminal tmux-256color`);
  const screen = async () => (await tmux(`capture-pane -p -t ${name}`)).replace(/\n+/g, "\n");
  return {
    screen,
    type: async (text) => {
      await tmux(`load-buffer -b ${name} - \\; paste-buffer -p -d -b ${name} -t ${name}`, text);
    },
    press: async (...keys) => {
      await tmux(`send-keys -t ${name} ${keys.join(" ")}`);
    },
    shows: async (pattern) => {
      const seen = await eventually(async () => {
        const text = await screen();
        return pattern.test(text) ? text : undefined;
      });
      return seen ?? screen();
    },
    resize: async (columns, lines) => {
      await tmux(`resize-window -t ${name} -x ${columns} -y ${lines}`);
    },
    close: async () => {
      await tmux(`kill-session -t ${name}`);
    },
  };
}
