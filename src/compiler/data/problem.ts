import { NixsmithError } from "../../errors.js";

/** A place in a text file; both count from 1, and are 0 for what stands in none. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a host file. */
export interface Problem {
  readonly position: Position;
  /** Where in the data: `services.app.enable`, or empty for the whole file. */
  readonly path: string;
  /** What is wrong, what was expected, what is nearest: one line. */
  readonly message: string;
}

/** Problems that are told; the rest is counted. */
const most = 50;

/** A host file that cannot be used. Every problem found is in it, in the order of the file. */
export class HostFileError extends NixsmithError {
  override readonly name = "HostFileError";
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const sorted = [...problems].sort(
      (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
    );
    const lines = sorted.slice(0, most).map((problem) => problemLine(file, problem));
    const more = sorted.length > most ? [`${file}: and ${sorted.length - most} more`] : [];
    super([...lines, ...more].join("\n"));
    this.problems = sorted;
  }
}

function problemLine(file: string, { position, path, message }: Problem): string {
  // What comes out of a program has no place in a text.
  const place = position.line === 0 ? file : `${file}:${position.line}:${position.column}`;
  return [place, path, message]
    .filter((part) => part !== "")
    .join(": ")
    .replaceAll("\n", "\\n");
}
