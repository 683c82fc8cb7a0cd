import type { Command } from "commander";
import type { Shell } from "../completion/names.js";
import { shapeOf } from "../completion/shape.js";
import { shells } from "../completion/shells.js";
import type { Io } from "./io.js";

/** `nixsmith completion SHELL`: the completions of this very program, for the shell to read. */
export function completion(shell: Shell, program: Command, io: Io): number {
  io.out(shells[shell](shapeOf(program)));
  return 0;
}
