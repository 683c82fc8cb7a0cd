import type { Json, JsonObject } from "../ir/types.js";

/**
 * An agent as the isolation takes it: what it is called, where it keeps what, and what of that is its own. Readonly data
 * that survives JSON; facts of the program's own documentation.
 */
export interface IsolatedAgent {
  /** What people call it, in sentences. */
  readonly title: string;
  /** Names its folder of types in the tree. */
  readonly program: string;
  /** Where its options are in NixOS. */
  readonly option: readonly string[];
  /**
   * Its account and group, and what else has to have a name on the host: `/var/lib/<account>`, `/run/<account>`, the units
   * `<account>-…`, scripts, lines of the log.
   */
  readonly account: string;
  /** What its account is described as. */
  readonly accountDescription: string;
  /** The command of its package, and of the wrapper. */
  readonly command: string;
  /** The attribute of nixpkgs that holds it. */
  readonly package: string;
  readonly configuration: ConfigurationPlace;
  readonly settings: MergedFile;
  /**
   * The file of credentials, in its directory or (`~/…`) elsewhere below the home. It is not copied unless a host asks for
   * it.
   */
  readonly credentials: string;
  /** Files of its directory that it locks by a directory `<name>.lock` beside them, `settings` among them; `credentials` too. */
  readonly locked: readonly string[];
  /**
   * Entries at the top of its directory that belong to it and are never copied from a host user: sessions, decisions,
   * logs, and what it downloads.
   */
  readonly own: readonly string[];
  /** Variables that would lead it past its configuration: no layer can set them, as none can set `configuration.variable`. */
  readonly reserved: readonly string[];
  /**
   * What it adds to the isolation's policy or cannot live with, by systemd's property: one assignment takes the place of
   * the policy's, and entries of a list stand beside those.
   */
  readonly policy?: Readonly<Record<string, AgentProperty>>;
  /** How it is led to a provider whose key stays outside of its sessions; it reads nothing for that unless given. */
  readonly outside?: OutsideKeys;
  readonly examples: {
    /** Of `settings` and of `environment`. */
    readonly settings: Json;
    readonly environment: Json;
  };
}

/** A property of its sessions' unit that an agent has of its own. */
export interface AgentProperty {
  /** In systemd's spelling: one assignment, or entries of a list. */
  readonly value: string | readonly string[];
  /** Why it is so: a sentence. */
  readonly reason: string;
  /** What becomes possible by it: a sentence, without which nothing may loosen the policy. */
  readonly opens?: string;
  /** What no longer works because of it. */
  readonly breaks?: string;
  /** The first systemd release that has it; 257, the oldest that the isolation runs on, unless given. */
  readonly since?: number;
}

/**
 * Where an agent reads a provider's URL and key. In the keys and values, `<provider>` stands for the provider's name, `<url>`
 * for an address on the session's own loopback, and `<placeholder>` for what is given in the key's place.
 */
export interface OutsideKeys {
  /** Merged into its settings, for each provider. */
  readonly settings?: JsonObject;
  /** Merged, for each provider, over what the user has in a further file of its directory: JSON, with comments or without. */
  readonly file?: { readonly path: string; readonly content: JsonObject };
  /** Variables, by the provider that each leads to. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The key of its settings whose variables win over those of its environment: there they stand as well. */
  readonly environmentKey?: string;
  /** What it expects behind a provider's base URL, by the provider, where it is not nothing: `/v1`. */
  readonly suffixes?: Readonly<Record<string, string>>;
  /**
   * Variables from which it takes a credential and the provider's own clients do not, by the provider; of `*`, a credential
   * of any. Every agent of the tree is warned of them, since a key that is inside can be sent by any.
   */
  readonly credentials?: Readonly<Record<string, readonly string[]>>;
}

/** Where an agent reads its configuration. */
export interface ConfigurationPlace {
  /** Relative to the home. */
  readonly directory: string;
  /** The environment variable that names it, which the isolation sets. */
  readonly variable: string;
}

/** What the isolation can merge. */
export type SettingsFormat = "json" | "jsonc" | "toml";

/** A file in which what the agent, the host user and Nix say comes together. */
export interface MergedFile {
  readonly path: string;
  /** Every name by which it reads the same file, `path` among them; what a later one says wins. */
  readonly names: readonly string[];
  readonly format: SettingsFormat;
  /** Whether it has maps whose order counts. */
  readonly ordered: boolean;
  /** A variable whose settings win over every file, and that holds the managed ones in a session; among `reserved`. */
  readonly variable?: string;
  /** A directory of the system whose files of settings win over every other; in a session the managed ones lie there, and no others. */
  readonly directory?: string;
  /** Keys that the agent writes for itself; everything else in it comes from the user or from Nix. */
  readonly kept: readonly string[];
}
