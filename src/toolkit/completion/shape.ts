import type { Argument, Command, Option } from "commander";

/** What a command takes, as the shells need it; read off the program itself. */
export interface CommandShape {
  /** The words that lead to it after the program's name; none for the program. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly commands: readonly CommandShape[];
  readonly options: readonly OptionShape[];
  readonly arguments: readonly Value[];
}

export interface OptionShape {
  /** `--out`, and `-h` where there is one. */
  readonly names: readonly string[];
  readonly description: string;
  /** Absent for an option that takes no value. */
  readonly value: Value | undefined;
}

/** What a shell can offer for a value. */
export type Value =
  | { readonly kind: "choices"; readonly label: string; readonly choices: readonly string[] }
  | { readonly kind: "file" | "directory" | "text"; readonly label: string };

export function shapeOf(command: Command, path: readonly string[] = []): CommandShape {
  const { visibleCommands, visibleOptions } = helpOf(command);
  return {
    path,
    summary: command.summary() || command.description(),
    commands: visibleCommands.map((one) => shapeOf(one, [...path, one.name()])),
    options: visibleOptions.map((option) => ({
      names: [option.long, option.short].filter((name) => typeof name === "string"),
      description: option.description,
      value: option.required || option.optional ? offerFor(option, placeholder(option)) : undefined,
    })),
    arguments: command.registeredArguments.map((argument) => offerFor(argument, argument.name())),
  };
}

/** Help knows of `--help` and hides what is hidden. */
function helpOf(command: Command) {
  const help = command.createHelp();
  return { visibleCommands: help.visibleCommands(command), visibleOptions: help.visibleOptions(command) };
}

const placeholder = ({ flags }: Option): string => /[<[]([^>\].]+(?:\.\w+)?)/.exec(flags)?.[1] ?? "value";

/** Files are what most values are; the placeholder says where it is otherwise. */
function offerFor({ argChoices }: Option | Argument, label: string): Value {
  if (argChoices !== undefined) return { kind: "choices", label, choices: argChoices };
  if (/^dirs?$/.test(label)) return { kind: "directory", label };
  return { kind: /^(name|what|command|kind)$/.test(label) ? "text" : "file", label };
}

/** A command and all below it. */
export function everyCommand(shape: CommandShape): readonly CommandShape[] {
  return [shape, ...shape.commands.flatMap(everyCommand)];
}
