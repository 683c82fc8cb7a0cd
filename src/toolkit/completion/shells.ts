import { renderTemplate } from "../../compiler/template.js";
import type { Shell } from "./names.js";
import { type CommandShape, everyCommand, type OptionShape, type Value } from "./shape.js";

/** Completions for a program, printed for each shell from one shape. */
export const shells: Readonly<Record<Shell, (program: CommandShape) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** A word between single quotes, as all three shells read it; only fish keeps backslashes there. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function bashCompletion(program: CommandShape): string {
  const commands = everyCommand(program);
  return renderTemplate("completion/bash", {
    steps: commands.slice(1).map(({ path }) => quoted(` ${path.join(" ")}`)),
    values: commands.flatMap(({ path, options }) =>
      options.flatMap(({ names, value }) =>
        value === undefined
          ? []
          : [{ at: names.map((name) => quoted(`${at(path)} ${name}`)).join("|"), offer: bashOffer(value) }],
      ),
    ),
    commands: commands.map((command) => ({
      at: quoted(at(command.path)),
      options: command.options.flatMap(({ names }) => names).join(" "),
      offer: command.commands.length > 0 ? bashWords(namesOf(command)) : bashArgument(command),
    })),
  });
}

/** A command's place as the scripts keep it: a blank before each word. */
const at = (path: readonly string[]): string => path.map((word) => ` ${word}`).join("");
const namesOf = ({ commands }: CommandShape): readonly string[] =>
  commands.map(({ path }) => path.at(-1) ?? "");
const bashWords = (words: readonly string[]): string => `_nixsmith_words ${quoted(words.join(" "))}`;
const bashArgument = ({ arguments: [first] }: CommandShape): string =>
  first === undefined ? ":" : bashOffer(first);

function bashOffer(value: Value): string {
  switch (value.kind) {
    case "choices":
      return bashWords(value.choices);
    case "file":
      return "_nixsmith_files";
    case "directory":
      return "_nixsmith_directories";
    case "text":
      return ":";
  }
}

function zshCompletion(program: CommandShape): string {
  return renderTemplate("completion/zsh", {
    commands: everyCommand(program).map((command) => ({
      name: ["_nixsmith", ...command.path].join("_").replaceAll("-", "_"),
      options: command.options.map(zshOption),
      arguments: command.arguments.map((value, index) => quoted(`${index + 1}::${zshValue(value)}`)),
      hasCommands: command.commands.length > 0,
      commands: command.commands.map(({ path, summary }) => ({
        name: path.at(-1) ?? "",
        described: quoted(`${path.at(-1)}:${summary}`),
        function: ["_nixsmith", ...path].join("_").replaceAll("-", "_"),
      })),
    })),
  });
}

/** zshcompsys(1), `_arguments`: a bracket or colon would end a description. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, "\\$&");

function zshOption({ names, description, value }: OptionShape): string {
  const after = `[${zshText(description)}]${value === undefined ? "" : `:${zshValue(value)}`}`;
  return names.length === 1
    ? quoted(`${names[0]}${after}`)
    : `${quoted(`(${names.join(" ")})`)}{${names.join(",")}}${quoted(after)}`;
}

function zshValue(value: Value): string {
  const label = zshText(value.label);
  switch (value.kind) {
    case "choices":
      return `${label}:(${value.choices.join(" ")})`;
    case "file":
      return `${label}:_files`;
    case "directory":
      return `${label}:_files -/`;
    case "text":
      return `${label}: `;
  }
}

function fishCompletion(program: CommandShape): string {
  const commands = everyCommand(program);
  const lines = commands.flatMap((command) => {
    const line = (rest: string): string =>
      `complete -c nixsmith -n ${fishQuoted(`__nixsmith_at "${at(command.path)}"`)} ${rest}`;
    const [first] = command.arguments;
    return [
      ...command.commands.map(({ path, summary }) => line(`-a ${path.at(-1)} -d ${fishQuoted(summary)}`)),
      ...command.options.map(({ names, description, value }) =>
        line(
          [
            ...names.map(fishName),
            ...(value === undefined ? [] : fishValue(value)),
            `-d ${fishQuoted(description)}`,
          ].join(" "),
        ),
      ),
      ...(first === undefined ? [] : [line(fishArgument(first))]),
    ];
  });
  return renderTemplate("completion/fish", {
    steps: commands
      .slice(1)
      .map(({ path }) => fishQuoted(at(path)))
      .join(" "),
    lines,
  });
}

const fishQuoted = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
const fishName = (name: string): string =>
  name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;

function fishValue(value: Value): readonly string[] {
  switch (value.kind) {
    case "choices":
      return [`-x -a ${fishQuoted(value.choices.join(" "))}`];
    case "file":
      return ["-r -F"];
    case "directory":
      return ["-x -a '(__fish_complete_directories)'"];
    case "text":
      return ["-x"];
  }
}

function fishArgument(value: Value): string {
  switch (value.kind) {
    case "choices":
      return `-a ${fishQuoted(value.choices.join(" "))}`;
    case "file":
      return "-F";
    case "directory":
      return "-a '(__fish_complete_directories)'";
    case "text":
      return "-f";
  }
}
