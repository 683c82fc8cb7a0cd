import type { JsonObject, Option } from "../../compiler/ir/types.js";
import type { AgentProperty, OutsideKeys } from "../../compiler/program/agent.js";
import type { AgentsDeclaration } from "./agents.js";

/** What an overlay's maintainer says of a program: its options, where they come from, and what becomes of them. */
export interface ProgramDeclaration {
  /** Lower-case letters, digits and `-`; names the program's folders in the tree and that of its facts. */
  readonly name: string;
  /** What people call it; the name unless given. */
  readonly title?: string;
  /** What its Home Manager module is for, in a line of the reference. */
  readonly summary?: string;
  /** Where its options are; `programs.<name>` unless given. */
  readonly option?: readonly string[];
  /** The attribute of nixpkgs that holds it; `null` where nothing is to be installed. */
  readonly package: string | null;
  readonly directory: DirectoryDeclaration;
  /** Its configuration files by the option that holds each. */
  readonly files: Readonly<Record<string, FileDeclaration>>;
  /** The file that holds instructions for an agent, such as `AGENTS.md`. */
  readonly context?: string;
  /** What it reads a directory of, by the option that holds it. */
  readonly resources?: Readonly<Record<string, ResourceDeclaration>>;
  /** Where it reads MCP servers from. */
  readonly mcp?: McpDeclaration;
  /** What becomes of a flake of agents that several programs share. */
  readonly agents?: AgentsDeclaration;
  /**
   * The program's own version, by that of the package that its keys are taken from: what the one begins with, and the
   * other in its place (`"0.2.": "2.1."`). They are the same unless given.
   */
  readonly versions?: Readonly<Record<string, string>>;
  /** Options beside the standard ones, or in the place of those of the same name. */
  readonly options?: readonly Option[];
  /**
   * Files of the module by the template that makes each, beside the standard ones or in their place: a Handlebars file
   * beside the declaration (`./default.nix.hbs`), or one of nixsmith's own by its name (`shared/json.nix`).
   * `null` leaves one out.
   */
  readonly templates?: Readonly<Record<string, string | null>>;
  /**
   * What a `default.nix` of its own, or what that imports, takes from `home-manager/shared` of the tree: files by their name
   * there, such as `text.nix`. The tree has each once for all programs; what the standard module takes is there without a word.
   */
  readonly shared?: readonly string[];
  /** A Nix module beside the declaration, which is imported with the program's own. */
  readonly module?: string;
  /** The isolation runs it too. */
  readonly isolated?: IsolationDeclaration;
}

/** A program as an agent of its own user; what is left out follows from the rest of the declaration. */
export interface IsolationDeclaration {
  /** Where its options are in NixOS; `m3ta.<name>-agent` unless given. */
  readonly option?: readonly string[];
  /** Its account, and what is named after it on a host (units, scripts, `/var/lib`, `/run`); `<name>-agent` unless given. */
  readonly account?: string;
  /** What its account is, in a few words; its title unless given. */
  readonly description?: string;
  /** The command of its package, and the wrapper's; the program's name unless given. */
  readonly command?: string;
  /** The option of {@link ProgramDeclaration.files} whose file is merged; `settings` unless given. */
  readonly settings?: string;
  /** Keys of that file that the agent writes for itself. */
  readonly kept?: readonly string[];
  /** Every name by which it reads that file, the file's own among them, if there are others; what a later one says wins. */
  readonly names?: readonly string[];
  /**
   * A variable that holds settings which win over every file that it reads, a project's among them: the isolation puts the managed
   * ones there.
   */
  readonly settingsVariable?: string;
  /**
   * A directory of the system whose files of settings win over every other, a project's among them, such as
   * `/etc/<program>/managed.d`: the isolation shows it with the managed ones, and nothing else, in sessions.
   */
  readonly settingsDirectory?: string;
  /** Its file of credentials, below its directory or (`~/…`) the home: never copied unless a host asks for it. */
  readonly credentials: string;
  /** Further files that it locks by a directory `<file>.lock` beside them. */
  readonly locked?: readonly string[];
  /** What else at the top of its directory is its own, and never copied from a user: sessions, logs, downloads. */
  readonly own?: readonly string[];
  /** Variables beside `directory.variable` that would lead it past its configuration; the isolation unsets them. */
  readonly reserved?: readonly string[];
  /**
   * What it adds to the isolation's policy or cannot live with, by systemd's property. What loosens the policy says what it
   * `opens`, and only kernel interfaces that no other session is exposed to can be opened.
   */
  readonly policy?: Readonly<Record<string, AgentProperty>>;
  /** How it is led to a provider whose key stays outside of its sessions. */
  readonly outside?: OutsideKeys;
  /** Examples for the documentation. */
  readonly examples?: { readonly settings?: JsonObject; readonly environment?: JsonObject };
}

/** Where a program keeps its configuration. */
export interface DirectoryDeclaration {
  /** Relative to the home. */
  readonly default: string;
  /** The environment variable that names another place. */
  readonly variable?: string;
}

/** A configuration file whose keys are known. */
export interface FileDeclaration {
  /** Below the program's directory. */
  readonly path: string;
  /**
   * What its keys are taken from: `npm:NAME@VERSION/PATH`, with `#Type` where that is TypeScript, or `file:PATH`
   * relative to the declaration. Or it stands right here: a JSON Schema, as `zod(…)` of `nixsmith/zod` gives it of a schema
   * of zod, or options in the form of nixsmith.json.
   */
  readonly from: string | JsonObject | readonly Option[];
  /** Why they are taken from there and not from elsewhere: a sentence, which the option's description ends with. */
  readonly why?: string;
  readonly format?: FileFormat;
  readonly strategy?: FileStrategy;
  /**
   * Sets whose names are in an order that counts, by their path, `*` for any key: `permission`, `permission.*`. They are lists
   * of sets with one name each to the user, and objects in that order in the file, which is JSON and not merged.
   */
  readonly ordered?: readonly string[];
  /**
   * Keys that are written wherever the file is, below those that are set. A program that adds them itself fails at a
   * file that it cannot write.
   */
  readonly always?: JsonObject;
  /** The program watches the directory that a link leads to, so that the file gets one of its own in the store. */
  readonly apart?: true;
  /** Keys that take any text beside their type, by their path, and why: the program reads more there than is published. */
  readonly loosened?: Readonly<Record<string, string>>;
  /** Our own words on its keys, by their path (`packages[].source`, `#Definition.key`). */
  readonly descriptions?: Readonly<Record<string, string>>;
  /** Keys that the program has given up, by their path. */
  readonly retired?: Readonly<Record<string, Retired>>;
  /**
   * Texts that name files or directories for the program to read, by their path: `extensions[]`, `packages[].source`. Nix
   * may give a path there, which is copied to the store.
   */
  readonly paths?: readonly string[];
}

export const fileFormats = ["json", "jsonc", "toml", "yaml"] as const;
export type FileFormat = (typeof fileFormats)[number];

/**
 * What becomes of a file: a read-only `link`; `merge`, where the keys that are set win and the program's own stay; or a
 * `copy`, made anew at each activation, which the program may write to until then.
 */
export const fileStrategies = ["link", "merge", "copy"] as const;
export type FileStrategy = (typeof fileStrategies)[number];

/** A key that a program has given up. */
export interface Retired {
  /** The key that stands in for it. */
  readonly instead?: string;
  /** What else to know, as the rest of a sentence. */
  readonly because?: string;
}

/** A directory of files that have names of their own. */
export interface ResourceDeclaration {
  /** Below the program's directory, with `<name>` where an entry's name goes: `commands/<name>.md`. */
  readonly path: string;
  /** What an entry is, in the plural, for the option's description. */
  readonly what: string;
  /** Whether an entry may be a directory, whose `<name>` the path then ends with. */
  readonly directories?: true;
  /** An entry is a directory that is linked as one, for the program passes over links in it. */
  readonly whole?: true;
  readonly executable?: true;
  /** An entry may be content for a JSON file, too, which then has these keys below its own. */
  readonly content?: JsonObject;
}

/** MCP servers, as `programs.mcp.servers` has them, in the program's own file. */
export interface McpDeclaration {
  /** The option of {@link ProgramDeclaration.files} whose file holds them, or a path of a file of their own. */
  readonly file: string;
  /** The key that holds them. */
  readonly key: string;
  /** Of a file of their own; `link` unless given. */
  readonly strategy?: Exclude<FileStrategy, "copy">;
  /** Where a file of their own lies below the home as long as the program's directory is the default one. */
  readonly atDefault?: string;
  /** How the program writes a server; as `programs.mcp.servers` does unless given. */
  readonly form?: McpForm;
}

/** How a program writes an MCP server. */
export interface McpForm {
  /** The value of `type` for one that is started here, and for one that is called by its address. */
  readonly types?: { readonly local: string; readonly remote: string };
  /** Whether `command` is a list with the arguments in it; otherwise they stand in `args`. */
  readonly command?: "list";
  /** The key of the environment; `env` unless given. */
  readonly environment?: string;
  /** A variable in a text, with `<name>` for its name: `${<name>}`. As it was written unless given. */
  readonly variable?: string;
  /** The content of a file in a text, with `<path>` for it; a script around the command reads it unless given. */
  readonly secret?: string;
  /** Whether the program knows `enabled`; otherwise a server that is not is left out. */
  readonly enabled?: true;
}

/** What an overlay declares. */
export interface Declaration {
  /** Names in nixpkgs' list of maintainers. */
  readonly maintainers?: readonly string[];
  /** Programs that nixsmith brings, by name, and declared ones. */
  readonly programs: readonly (string | ProgramDeclaration)[];
}
