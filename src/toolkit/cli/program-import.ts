import type { Command } from "commander";
import { builtins } from "../../../schema/index.js";
import type { ImportFileOptions, ImportProgramOptions } from "./import.js";
import type { Io } from "./io.js";

/** The `import` commands; see {@link createProgram}. */
export function addImport(program: Command, io: Io, finish: (status: number) => void): void {
  const group = program
    .command("import")
    .helpCommand(false)
    .summary("turn somebody else's schema into options")
    .description("Reads a schema into typed options and says exactly what it could not carry over.");

  for (const name of Object.keys(builtins)) {
    group
      .command(name)
      .summary(`refresh ${name}'s settings from its npm package`)
      .description(
        `Reads what a release of ${name} says of its configuration files, prints the losses and the changes since the release before, and writes the facts that the schema is made of.`,
      )
      .option("--from <what>", "a version, latest, a directory or a tarball", "latest")
      .option("--out <dir>", "where the facts are kept", `schema/${name}`)
      .option("--strict", "exit with 1 and write nothing if anything is lost")
      .option("--json", "print the result as JSON")
      .action(async (options: ImportProgramOptions) => {
        const { importProgram } = await import("./import.js");
        finish(await importProgram(name, options, io));
      });
  }

  const printed = (name: string, argument: string, what: string): Command =>
    group
      .command(name)
      .summary(`print the options of ${what}`)
      .description(`Prints the typed option tree of ${what}; what it could not carry over goes to stderr.`)
      .argument(`<${argument}>`)
      .option("--nix", "print a Nix file whose value is the type")
      .option("--strict", "exit with 1 if anything is lost")
      .option("--json", "print the result as JSON");

  printed("json-schema", "file", "a JSON Schema").action(async (file: string, options: ImportFileOptions) => {
    const { importSchema } = await import("./import.js");
    finish(importSchema(file, options, io));
  });
  printed("typescript", "file#type", "an exported TypeScript type").action(
    async (place: string, options: ImportFileOptions) => {
      const { importType } = await import("./import.js");
      finish(await importType(place, options, io));
    },
  );
}
