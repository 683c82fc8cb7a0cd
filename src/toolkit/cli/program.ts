import { Command, Option } from "commander";
import { failOnNames, formatNames } from "../../compiler/diff/engine/names.js";
import { docFormats, docsDirectory } from "../../compiler/docs/formats.js";
import { packageVersion } from "../../root.js";
import type { DiffOptions } from "./diff.js";
import type { DocsOptions } from "./docs.js";
import type { GenerateOptions } from "./generate.js";
import type { Io } from "./io.js";
import { addHostCommands } from "./program-host.js";
import { addImport } from "./program-import.js";
import type { RenderOptions } from "./render.js";
import type { VerifyOptions } from "./verify.js";

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

  const declared = (command: Command, verb: string): Command =>
    command
      .option("--config <file>", "the declaration, where it has another name or place")
      .option("--only <program>", `${verb} one program of the declaration`);

  declared(program.command("generate"), "write the files of")
    .summary("write the modules, or check that they are fresh")
    .description(
      "Writes the tree of modules and touches only files whose content differs; prints what it touched.",
    )
    .option("--out <dir>", "where the tree goes", "modules")
    .option("--check", "write nothing; print a diff from old to new and exit with 1 if anything is stale")
    .addOption(
      new Option("--watch", "do it again whenever the declaration, its facts or templates change").conflicts([
        "check",
        "json",
      ]),
    )
    .option("--force", "overwrite files that were not made by nixsmith")
    .option("--formatter <command>", "pass every Nix file through this command, stdin to stdout")
    .option("--json", "print the result as JSON")
    .action(async (options: GenerateOptions) => {
      const { generate } = await import("./generate.js");
      finish(await generate(options, io));
    });

  declared(program.command("render"), "show")
    .summary("show what a host gets, without Nix")
    .description(
      "Checks a host file and shows what its host gets: who may do what where, the sudo rule, the sandbox, settings and environment.",
    )
    .argument("<host.yaml>", "the host file; its names are NixOS option paths")
    .option("--runner <path>", "the privileged runner's path, which only Nix knows")
    .option("--host-settings <file>", "the host user's own settings.json, to see what is merged")
    .option("--html <file>", "write one page that shows it all, with a drawing, and needs nothing else")
    .addOption(
      new Option("--diff <other.yaml>", "show what would change if this file took its place").conflicts(
        "html",
      ),
    )
    .option("--force", "overwrite a page that was not made by nixsmith")
    .option("--json", "print the result as JSON")
    .action(async (file: string, options: RenderOptions) => {
      const { render } = await import("./render.js");
      finish(await render(file, options, io));
    });

  declared(program.command("diff"), "compare")
    .summary("say what a change of the modules means")
    .description(
      "Compares two states of the options and of what confines the program, each a git ref (main, HEAD~1, main:path), a directory, a nixsmith.json or options.json, or a schema version (NAME@VERSION). HEAD is the working tree unless given.",
    )
    .argument("[base]", "what to compare with")
    .argument("[head]", "what to compare")
    .addOption(new Option("--format <name>", "how to write the result").choices(formatNames).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 at a finding this grave or graver")
        .choices(failOnNames)
        .default("breaking"),
    )
    .option("--ignore <file>", "changes that may pass, as the base has the file (nixsmith-ignore.yaml)")
    .option("--evaluate", "let Nix make the guide's host with both sides, and compare what comes of it")
    .option(
      "--host <host.yaml>",
      "with --evaluate: another host; repeat it for more",
      (file: string, earlier: readonly string[] = []) => [...earlier, file],
    )
    .option("--rules", "list the rules and exit")
    .action(async (base: string | undefined, head: string | undefined, options: DiffOptions) => {
      const { diff } = await import("./diff.js");
      finish(await diff(base, head, options, io));
    });

  addImport(program, io, finish);

  declared(program.command("verify"), "check")
    .summary("check what was generated with the programs that read it")
    .description(
      "Parses and evaluates the modules with Nix, and lets visudo, shellcheck and systemd-analyze judge what a host gets of them.",
    )
    .argument("[dir]", "the tree of modules", "modules")
    .option("--host <host.yaml>", "evaluate for this host; without it, the guide's")
    .option("--json", "print the outcomes as JSON")
    .action(async (directory: string, options: VerifyOptions) => {
      const { verify } = await import("./verify.js");
      finish(await verify(directory, options, io));
    });

  declared(program.command("docs"), "document")
    .summary("write the options reference, or check that it is fresh")
    .description(
      "Writes what the modules take in the formats that people and programs read: Markdown, nixpkgs' options.json, a manual page, a JSON Schema for host files and a page to search in.",
    )
    .option("--out <dir>", "where the files go", docsDirectory)
    .addOption(
      new Option("--format <names...>", "only these formats, separated by spaces").choices(docFormats),
    )
    .option("--check", "write nothing; print a diff from old to new and exit with 1 if anything is stale")
    .option("--force", "overwrite files that were not made by nixsmith")
    .option("--json", "print the result as JSON")
    .action(async (options: DocsOptions) => {
      const { docs } = await import("./docs.js");
      finish(await docs(options, io));
    });

  addHostCommands(program, io, finish);

  return program;
}
