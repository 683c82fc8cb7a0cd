import { Argument, type Command, Option } from "commander";
import { type Shell, shellNames } from "../completion/names.js";
import { kinds } from "../init/repository/flake.js";
import type { DoctorOptions } from "./doctor.js";
import type { InitOptions } from "./init.js";
import type { InitProgramOptions } from "./init-program.js";
import type { Io } from "./io.js";

/** The commands for whoever sits at a host or begins with a repository. */
export function addHostCommands(program: Command, io: Io, finish: (status: number) => void): void {
  program
    .command("doctor")
    .summary("look whether this host can run the agent, and whether its locks hold")
    .description(
      "Looks at this host from all sides and changes nothing: kernel, systemd, the command on PATH, the sudo rule, the units' lock, the project roots. As root it sees more, and asks systemd for one short unit to see the lock hold.",
    )
    .option("--command <name>", "name of the wrapper, where it is not the agent's own")
    .option("--json", "print the findings as JSON")
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./doctor.js");
      finish(await doctor(options, io));
    });

  program
    .command("init")
    .summary("begin in an overlay or host repository")
    .description(
      "Makes the files that a repository begins with, those of the examples under its own names, and never touches one that is there. Asks only on a terminal, and only what it cannot see.",
    )
    .argument("[dir]", "the repository", ".")
    .addOption(
      new Option("--as <kind>", "what the repository is, where flake.nix does not say it").choices(kinds),
    )
    .option("--host <name>", "the host that uses the agent")
    .option("--user <name>", "the user who may start it")
    .option(
      "--root <dir>",
      "a directory in and below which that user may; repeat it for more (default: ~/p)",
      (root: string, earlier: readonly string[] = []) => [...earlier, root],
    )
    .option("--overlay <url>", "where the host's flake finds the modules (default: the guide's overlay)")
    .option("--with <programs...>", "programs that nixsmith brings, for an overlay to carry")
    .option("--program <name>", "begin the declaration of a program of your own instead")
    .option("--from <npm:name@version>", "the package that the program is published as")
    .option("--source <file>", "what describes its settings there: a schema, or FILE#Type")
    .option("--json", "print the result as JSON")
    .action(async (directory: string, options: InitOptions & Partial<InitProgramOptions>) => {
      const { program: name } = options;
      if (name === undefined) {
        const { init } = await import("./init.js");
        finish(await init(directory, options, io));
      } else {
        const { initProgram } = await import("./init-program.js");
        finish(await initProgram(directory, { ...options, program: name }, io));
      }
    });

  program
    .command("completion")
    .summary("print completions for a shell")
    .description("Prints what a shell reads to complete the commands of nixsmith; the first line says how.")
    .addArgument(new Argument("<shell>", "which one").choices(shellNames))
    .action(async (shell: Shell) => {
      const { completion } = await import("./completion.js");
      finish(completion(shell, program, io));
    });
}
