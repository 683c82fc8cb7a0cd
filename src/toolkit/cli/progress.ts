import type { Io } from "./io.js";

/** What is being done right now, on one line of a terminal that the next step takes over. Silent where nobody watches. */
export interface Progress {
  readonly step: (what: string) => void;
  /** Takes the line away, so that something else can be written. */
  readonly clear: () => void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameTime = 100;
/** A line that wraps cannot be taken back. */
const most = 70;

const silent: Progress = { step: () => {}, clear: () => {} };

/**
 * Does long work and shows how far it is; the line is gone when the work is done or has failed.
 * @param work says with `step` what it does
 */
export async function withProgress<T>(
  { err, watched }: Pick<Io, "err" | "watched">,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  if (!watched) return work(silent);
  let shown = "";
  let start = 0;
  const draw = (): void => {
    if (shown === "") return;
    const passed = Date.now() - start;
    const seconds = Math.floor(passed / 1000);
    const frame = frames[Math.floor(passed / frameTime) % frames.length];
    err(`\r${frame} ${shown}${seconds < 2 ? "" : ` (${seconds} s)`}\u001b[K`);
  };
  const clear = (): void => {
    if (shown !== "") err("\r\u001b[K");
    shown = "";
  };
  const timer = setInterval(draw, frameTime).unref();
  try {
    return await work({
      step: (what) => {
        shown = what.length > most ? `${what.slice(0, most - 1)}…` : what;
        start = Date.now();
        draw();
      },
      clear,
    });
  } finally {
    clearInterval(timer);
    clear();
  }
}
