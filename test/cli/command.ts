import { colours } from "../../src/colours.js";
import type { Io } from "../../src/toolkit/cli/io.js";
import { run } from "../../src/toolkit/cli/run.js";

/** What a command line left behind. */
export interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process, as if from a directory, with nobody at the terminal. */
export async function nixsmith(argv: readonly string[], surroundings: Partial<Io> = {}): Promise<Result> {
  const written = { out: "", err: "" };
  const none = colours(false, {});
  const status = await run(argv, {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    cwd: process.cwd(),
    env: {},
    colours: { out: none, err: none },
    width: 110,
    watched: false,
    ...surroundings,
  });
  return { status, ...written };
}
