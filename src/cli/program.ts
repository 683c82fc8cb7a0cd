import { Command } from "commander";
import { packageVersion } from "../root.js";
import type { GenerateOptions } from "./generate.js";
import type { Io } from "./io.js";
import type { RenderOptions } from "./render.js";

/**
 * The command line as data. A command's code is imported when it runs, so that `--help` loads none of it.
 * @param finish receives the exit status of the command that ran
 */
export function createProgram(io: Io, finish: (status: number) => void): Command {
  const program = new Command("nixsmith")
    .description("Generates Nix modules from one typed schema, and proves them with the real Nix.")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--debug", "show where an error came from")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });

  program
    .command("generate")
    .summary("write the modules, or check that they are fresh")
    .description(
      "Writes the tree of modules and touches only files whose content differs; prints what it touched.",
    )
    .option("--out <dir>", "where the tree goes", "modules")
    .option("--check", "write nothing; print a diff from old to new and exit with 1 if anything is stale")
    .option("--force", "overwrite files that were not made by nixsmith")
    .option("--formatter <command>", "pass every Nix file through this command, stdin to stdout")
    .option("--json", "print the result as JSON")
    .action(async (options: GenerateOptions) => {
      const { generate } = await import("./generate.js");
      finish(await generate(options, io));
    });

  program
    .command("render")
    .summary("show what a host gets, without Nix")
    .description(
      "Checks a host file and shows what its host gets: who may do what where, the sudo rule, the sandbox, settings and environment.",
    )
    .argument("<host.yaml>", "the host file; its names are NixOS option paths")
    .option("--runner <path>", "the privileged runner's path, which only Nix knows")
    .option("--json", "print the result as JSON")
    .action(async (file: string, options: RenderOptions) => {
      const { render } = await import("./render.js");
      finish(render(file, options, io));
    });

  return program;
}
