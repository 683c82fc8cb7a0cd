import type { Command } from "commander";
import type { DoctorOptions } from "./doctor.js";
import type { Io } from "./io.js";

/** The commands for whoever sits at a host or begins with a repository. */
export function addHostCommands(program: Command, io: Io, finish: (status: number) => void): void {
  program
    .command("doctor")
    .summary("look whether this host can run the agent, and whether its locks hold")
    .description(
      "Looks at this host from all sides and changes nothing: kernel, systemd, the command on PATH, the sudo rule, the units' lock, the project roots. As root it sees more, and asks systemd for one short unit to see the lock hold.",
    )
    .option("--command <name>", "name of the wrapper", "pi")
    .option("--json", "print the findings as JSON")
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./doctor.js");
      finish(await doctor(options, io));
    });
}
