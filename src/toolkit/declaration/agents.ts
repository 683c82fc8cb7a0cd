/**
 * What becomes of a flake of agents in one program, as data. The agents are canonical: one form for several programs,
 * of which each takes what it knows. What cannot be carried is told to the user, with the reason that stands here.
 */
export interface AgentsDeclaration {
  /** Where an agent's file lies below the program's directory, with `<name>` for its slug. */
  readonly path: string;
  /** What each field of an agent becomes; a field that is not named here is passed over with a word. */
  readonly fields: Readonly<Record<string, FieldMapping>>;
  /** The program's tools by each name that an agent may give to one. */
  readonly tools: Readonly<Record<string, readonly string[]>>;
  /** How the program takes an agent's tools and permissions. */
  readonly rights: OrderedRights | ListedRights;
  /** The settings' key that names the agent a session begins with. */
  readonly session: SessionKey;
  /** Where the flake's other directories go, by their name: the option of the resource that takes their Markdown. */
  readonly directories?: Readonly<Record<string, string>>;
}

/**
 * What a field becomes: a key of the front matter, a part of the prompt, nothing that would be missed, or nothing, for a
 * reason.
 */
export type FieldMapping =
  | { readonly key: string; readonly form?: FieldForm }
  | { readonly prompt: string }
  | { readonly silent: true }
  /** `of`: these values alone are lost. */
  | { readonly lost: string; readonly of?: readonly string[] };

/**
 * How a key's value is written: as it is, as one line, or as the name of a model without its provider, which has to be the
 * one given.
 */
export type FieldForm = "line" | "list" | { readonly provider: string };

/** Permissions of each agent in its own front matter: a map from patterns to actions, of which the last match wins. */
export interface OrderedRights {
  readonly kind: "ordered";
  readonly key: string;
  /** Permissions that take one action alone. */
  readonly whole: readonly string[];
}

/**
 * Tools of each agent in its own front matter, and permissions of a session in the settings: lists of rules such as
 * `Tool(pattern)`, of which the strictest wins.
 */
export interface ListedRights {
  readonly kind: "listed";
  readonly allowed: string;
  readonly denied: string;
  /** The settings' path of the lists, which are named after the actions. */
  readonly lists: readonly string[];
  /** Tools by permission that take a pattern of a path; an absolute one begins with two slashes there. */
  readonly paths: readonly string[];
  /** Tools by permission that take a pattern of a command. */
  readonly commands: readonly string[];
  /** The permission whose allowed directories are a list of their own, and that list's key. */
  readonly directories: { readonly permission: string; readonly key: string };
}

export interface SessionKey {
  /** The option whose file holds it. */
  readonly file: string;
  readonly key: string;
  /** What it names the agent by. */
  readonly name: "name" | "slug";
}
