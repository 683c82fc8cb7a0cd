import type { FileHistory } from "../importers/history.js";
import { type Origin, originText } from "../importers/origin.js";
import type { Module, OptionType, SubmoduleType } from "../ir/types.js";
import type { IsolatedAgent } from "./agent.js";

/**
 * A program as the rest of the compiler takes it: its options and the types of its files. It comes out of a declaration
 * and the facts, and is plain readonly data that survives JSON.
 */
export interface Program {
  /** Names its folders in the tree: `<name>/`, `home-manager/<name>/`. */
  readonly name: string;
  /** What people call it, in sentences. */
  readonly title: string;
  /** Its Home Manager module, with the types of its files among the definitions. */
  readonly module: Module;
  readonly files: readonly ProgramFile[];
  /** What is emitted of the module beside its options: name of the file to the template that makes it. */
  readonly templates: Readonly<Record<string, string>>;
  /** What the tree has once for all programs that use it: name of the file below {@link sharedDirectory} to its template. */
  readonly shared: Readonly<Record<string, string>>;
  /** Templates of a declaration's own: name of the file to the Handlebars text that makes it. */
  readonly ownTemplates: Readonly<Record<string, string>>;
  /** The text of a Nix module that is imported beside. */
  readonly extraModule?: string;
  /** What those templates may ask for, beside what all of them may. */
  readonly view: TemplateView;
  /** What the isolation runs of it, if it does. */
  readonly isolated?: IsolatedAgent;
}

/** Printed texts by name; whether something is there; lists of such. */
export interface TemplateView {
  readonly [name: string]: string | boolean | readonly TemplateView[];
}

/** A configuration file of a program whose keys are known. */
export interface ProgramFile {
  /** The option that holds it, and the reference that stands for its type. */
  readonly name: string;
  readonly type: SubmoduleType;
  readonly definitions: Readonly<Record<string, OptionType>>;
  /** Keys that the program has given up, by their path; setting one deserves a warning. */
  readonly retired: Readonly<Record<string, RetiredKey>>;
  readonly source: Origin;
  /** Since when it has each key, where that is known. */
  readonly history?: FileHistory;
}

export interface RetiredKey {
  /** The key that stands in for it. */
  readonly instead?: string;
  /** What a user who sets it is told: the rest of a sentence. */
  readonly message: string;
}

/** A program that the isolation runs, and as which agent. */
export interface IsolatedProgram {
  readonly program: Program;
  readonly agent: IsolatedAgent;
}

/** Those of the programs that the isolation runs. */
export const isolatedAmong = (programs: readonly Program[]): readonly IsolatedProgram[] =>
  programs.flatMap((program) =>
    program.isolated === undefined ? [] : [{ program, agent: program.isolated }],
  );

/** A program's folder below `home-manager/` in the tree. */
export const homeDirectory = ({ name }: Pick<Program, "name">): string => `home-manager/${name}`;

/** The folder of the tree that holds what modules of several programs import. */
export const sharedDirectory = "home-manager/shared";

/** Where the emitted tree holds the types of a program's files: the reference's name to the file's path. */
export function typePaths({ name, files }: Program): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map((file) => [file.name, `${name}/${file.name}.nix`]));
}

/** Where the types were taken from, each once. */
export function sourcesOf(programs: readonly Program[]): readonly Origin[] {
  const all = programs.flatMap(({ files }) => files.map(({ source }) => source));
  return [...new Map(all.map((source) => [originText(source), source])).values()];
}

/** The same as names and versions, for a sentence. */
export function sourceNames(programs: readonly Program[]): string {
  const names = sourcesOf(programs).map((source) =>
    "file" in source ? source.file : `${source.package} ${source.version}`,
  );
  return [...new Set(names)].join(", ");
}
