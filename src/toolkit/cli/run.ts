import { CommanderError } from "commander";
import { report } from "./failure.js";
import type { Io } from "./io.js";
import { createProgram } from "./program.js";

/**
 * Runs one command line and gives its exit status: 0 for done, 1 for "looked and found fault", 2 for "could not run".
 * @param argv the arguments after the program's name
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let status = 0;
  const program = createProgram(io, (given) => {
    status = given;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return status;
  } catch (error) {
    // Commander has printed its own message; help and version were asked for and are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return report(error, program.opts().debug === true, io);
  }
}
