import type { Command } from "commander";
import { withReleases } from "../library/releases.js";
import type { ImportProgramOptions } from "./import.js";
import type { ImportProgramsOptions } from "./import-programs.js";
import type { Format, ImportSourceOptions } from "./import-source.js";
import type { Io } from "./io.js";

/** The `import` commands; see {@link createProgram}. */
export function addImport(program: Command, io: Io, finish: (status: number) => void): void {
  const group = program
    .command("import")
    .helpCommand(false)
    .summary("turn somebody else's schema into options")
    .description("Reads a schema into typed options and says exactly what it could not carry over.");

  group
    .command("declared", { isDefault: true })
    .summary("refresh the facts of declared programs; the word may be left out")
    .description(
      "Reads the sources that a declaration names, prints the losses and what has changed, and writes the facts to schema/ beside it.",
    )
    .argument("[programs...]", "declared programs, each with @VERSION for another release; all without one")
    .option("--config <file>", "the declaration, where it has another name or place")
    .option("--check", "write nothing; say what a newer release changes, and exit with 1 if there is one")
    .option("--strict", "exit with 1 and write nothing if anything is lost")
    .option("--json", "print the result as JSON")
    .action(async (wanted: readonly string[], options: ImportProgramsOptions) => {
      const { importPrograms } = await import("./import-programs.js");
      finish(await importPrograms(wanted, options, io));
    });

  for (const name of withReleases()) {
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

  const printed = (name: Format, argument: string, what: string): void => {
    group
      .command(name)
      .summary(`print the options of ${what}`)
      .description(
        `Prints the typed option tree of ${what}; what it could not carry over goes to stderr. A source is a file of a published package (npm:NAME@VERSION/PATH), of a tarball (FILE.tgz/PATH), or by itself.`,
      )
      .argument(`<${argument}>`)
      .option("--nix", "print a Nix file whose value is the type")
      .option("--out <file>", "write that Nix file, or the facts where its name ends in .json")
      .option("--check", "write nothing; exit with 1 if the file of --out is not what would be written")
      .option("--history", "print which release of the package brought, changed and took each key")
      .option("--resolve <uri=source>", "a schema that is referred to by its URI", collect, [])
      .option("--ordered <path>", "a key whose set has names in an order that counts", collect, [])
      .option("--strict", "exit with 1 and write nothing if anything is lost")
      .option("--json", "print the result as JSON")
      .action(async (source: string, options: ImportSourceOptions) => {
        const { importFrom } = await import("./import-source.js");
        finish(await importFrom(name, source, options, io));
      });
  };
  printed("json-schema", "source", "a JSON Schema");
  printed("typescript", "source#type", "an exported TypeScript type");
}

const collect = (one: string, before: readonly string[]): readonly string[] => [...before, one];
