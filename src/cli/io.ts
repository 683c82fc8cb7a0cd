import picocolors from "picocolors";

/** What a command may touch of the process; tests pass their own. */
export interface Io {
  /** The artefact, and nothing else. */
  readonly out: (text: string) => void;
  /** Everything that is said about it. */
  readonly err: (text: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colours: { readonly out: Colours; readonly err: Colours };
}

export type Colours = ReturnType<typeof picocolors.createColors>;

/** The terminal's streams. A reader that goes away early (`| head`) is no error: the exit status is what counts. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    cwd: process.cwd(),
    env,
    colours: { out: colours(stdout.isTTY, env), err: colours(stderr.isTTY, env) },
  };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Colours on a terminal only, and not where `NO_COLOR` (no-color.org) is set to anything or the terminal is dumb. */
export function colours(isTerminal: boolean | undefined, env: Io["env"]): Colours {
  return picocolors.createColors(isTerminal === true && !env.NO_COLOR && env.TERM !== "dumb");
}
