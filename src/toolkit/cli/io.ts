import { createInterface } from "node:readline";
import { type Colours, colours } from "../../colours.js";

/** What a command may touch of the process; tests pass their own. */
export interface Io {
  /** The artefact, and nothing else. */
  readonly out: (text: string) => void;
  /** Everything that is said about it. */
  readonly err: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colours: { readonly out: Colours; readonly err: Colours };
  /** Columns that text on `out` may take. */
  readonly width: number;
  /** Whether a person watches `err` as it comes, so that progress is worth showing. */
  readonly watched: boolean;
  /** Ends what would go on for ever; a process is ended by its own signals. */
  readonly signal?: AbortSignal;
  /** Asks the person at the terminal and gives the answer without its line break; absent where nobody can answer. */
  readonly ask?: (question: string) => Promise<string>;
}

/** The terminal's streams. A reader that goes away early (`| head`) is no error: the exit status is what counts. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    cwd: process.cwd(),
    env,
    colours: { out: colours(stdout.isTTY, env), err: colours(stderr.isTTY, env) },
    width: stdout.isTTY ? stdout.columns : 110,
    watched: stderr.isTTY && env.TERM !== "dumb",
    ...(stdin.isTTY && stderr.isTTY ? { ask } : {}),
  };
}

/** An answer that ends without a line break (Ctrl-D) is an empty one. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve) => {
      terminal.once("close", () => resolve(""));
      terminal.question(question, resolve);
    });
  } finally {
    terminal.close();
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
