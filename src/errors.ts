/** What a user is told when something cannot be done, besides the sentence that says what went wrong. */
export interface ErrorHelp {
  /** File, and the path in it: `schema/app.json, properties.theme`. */
  readonly where?: string;
  readonly expected?: string;
  /** What to do about it: a command to run, an option to set. */
  readonly mend?: string;
  /** Exit status of the command that fails with it: 1 for "looked and found fault", 2 for "could not run". */
  readonly exitCode?: 1 | 2;
  readonly cause?: unknown;
}

/** An error that a user can act on. Anything else that reaches the command line is a defect of ours. */
export class NixsmithError extends Error {
  override readonly name: string = "NixsmithError";
  readonly where: string | undefined;
  readonly expected: string | undefined;
  readonly mend: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(message: string, help: ErrorHelp = {}) {
    super(message, help.cause === undefined ? {} : { cause: help.cause });
    this.where = help.where;
    this.expected = help.expected;
    this.mend = help.mend;
    this.exitCode = help.exitCode ?? 2;
  }

  /** The text for a terminal: one line for what and where, then a line each for the help there is. */
  render(): string {
    const lines = [this.where === undefined ? this.message : `${this.where}: ${this.message}`];
    if (this.expected !== undefined) lines.push(`  expected: ${this.expected}`);
    if (this.mend !== undefined) lines.push(`  to mend: ${this.mend}`);
    return visible(lines.join("\n"));
  }
}

/**
 * What we did not write, with its control characters spelt out, which could drive a terminal or reorder its text, and
 * halves of surrogate pairs, which are no text.
 */
export function visible(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${code}`;
  });
}
