import { NixsmithError } from "../../errors.js";

/** A place in Nix source, line and column counted from 1. */
export interface NixPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An expression that Nix refused. The message is Nix's own, without its stack. */
export class NixEvaluationError extends NixsmithError {
  override readonly name: string = "NixEvaluationError";

  /**
   * @param expression how the caller named the expression
   * @param output all that Nix wrote about it, for a debug view
   */
  constructor(
    message: string,
    readonly expression: string,
    readonly position: NixPosition | undefined,
    readonly output: string,
  ) {
    super(message, { where: locate(expression, position) });
  }
}

function locate(expression: string, position: NixPosition | undefined): string {
  if (position === undefined) return expression;
  const at = `${position.file}:${position.line}:${position.column}`;
  return position.file === expression ? at : `${expression}, ${at}`;
}

/** An evaluation that was stopped because it took too long. */
export class NixTimeoutError extends NixEvaluationError {
  override readonly name = "NixTimeoutError";

  constructor(expression: string, milliseconds: number, output: string) {
    super(`the evaluation did not end within ${milliseconds / 1000} s`, expression, undefined, output);
  }
}

/** Nix is not installed, or not on PATH. */
export class NixMissingError extends NixsmithError {
  override readonly name = "NixMissingError";

  constructor(command: string, cause: unknown) {
    super(`${command} not found`, {
      expected: "Nix 2.8 or newer on PATH",
      mend: "install Nix (https://nixos.org/download; on Debian: apt-get install nix-bin)",
      cause,
    });
  }
}

const positionLine = /^\s+at (.+):(\d+):(\d+):?$/;

/**
 * Reads Nix's report of an error. Since 2.20 the stack comes before the message, indented; before, the message comes
 * first. In both the message ends at its position, a blank line before it, or the hint about `--show-trace`.
 */
export function readFailure(output: string): Pick<NixEvaluationError, "message" | "position"> {
  const lines = output.trimEnd().split("\n");
  const stacked = lines.some((line) => line === "error:");
  const start = lines.findIndex((line) => (stacked ? /^ +error: / : /^error: /).test(line));
  if (start === -1) return { message: output.trim() || "Nix ended without a word", position: undefined };
  const rest = lines.slice(start);
  const end = rest.findIndex(
    (line, index) => index > 0 && (positionLine.test(line) || line.startsWith("(use '--show-trace'")),
  );
  const message = (end === -1 ? rest : rest.slice(0, end))
    .map((line, index) => line.replace(index === 0 ? /^ *error: / : /^ {7}/, ""))
    .join("\n")
    .trimEnd();
  const after = end === -1 ? undefined : readPosition(rest[end]);
  return { message, position: after ?? innermost(lines.slice(0, start)) };
}

/** Stacks are printed outermost first, and mention source given as text as «string». */
function innermost(stack: readonly string[]): NixPosition | undefined {
  return readPosition(stack.findLast((line) => positionLine.test(line) && !line.includes("«string»")));
}

function readPosition(line: string | undefined): NixPosition | undefined {
  const [, file, row, column] = positionLine.exec(line ?? "") ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(row), column: Number(column) };
}
