/** One place where a rule found its change. */
export interface Match {
  /** What has changed: an option's path, a property, a file. */
  readonly subject: string;
  /** Half a sentence that continues the subject. */
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  /** Nix to paste, so that users of the old state are told. */
  readonly stub?: string;
  /** Unified diff of a file. */
  readonly patch?: string;
  /** The change is one of the type, whichever option has it. */
  readonly isOfType?: true;
  /** What tells the change from others of which all of that reads the same, where there are any. It is not shown. */
  readonly exact?: string;
}
