/** What an entry of a tree is, as far as git keeps it. */
export type Mode = "file" | "executable" | "link" | "other";

/** Where files are read from: a directory, or a commit of a git repository. */
export interface Place {
  /** How messages name a path in it. */
  readonly name: (path: string) => string;
  /** Whether a path, empty or ending with `/`, is where a repository begins. */
  readonly isTop: (path: string) => Promise<boolean>;
  /** What is at a path, links not followed out of the place. */
  readonly kind: (path: string) => Promise<"file" | "directory" | undefined>;
  /**
   * The texts of files, in order; undefined for those that are not there.
   * @throws {NixsmithError} for what is no text, or too large
   */
  readonly read: (paths: readonly string[]) => Promise<readonly (string | undefined)[]>;
  /** Everything that is no directory at these paths and below them, by path; links are not followed. */
  readonly list: (paths: readonly string[]) => Promise<ReadonlyMap<string, Mode>>;
  /** Of each entry what tells its content, or where the link leads, from any other. */
  readonly digest: (paths: readonly string[]) => Promise<readonly string[]>;
}
