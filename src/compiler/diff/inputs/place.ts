/** Where files are read from: a directory, or a commit of a git repository. */
export interface Place {
  /** How messages name a path in it. */
  readonly name: (path: string) => string;
  /** What is at a path, links not followed out of the place. */
  readonly kind: (path: string) => Promise<"file" | "directory" | undefined>;
  /**
   * The texts of files, in order; undefined for those that are not there.
   * @throws {NixsmithError} for what is no text, or too large
   */
  readonly read: (paths: readonly string[]) => Promise<readonly (string | undefined)[]>;
}
