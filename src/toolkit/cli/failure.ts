import { NixsmithError } from "../../errors.js";
import type { Io } from "./io.js";

/** Prints what went wrong and gives the exit status. Only `--debug` shows a stack. */
export function report(error: unknown, debug: boolean, io: Io): 1 | 2 {
  const known = error instanceof NixsmithError ? error : fromSystem(error);
  const text = known?.render() ?? `internal error: ${error instanceof Error ? error.message : String(error)}`;
  io.err(`${io.colours.err.red("nixsmith:")} ${text}\n`);
  if (debug) io.err(`${error instanceof Error ? error.stack : String(error)}\n`);
  else if (known === undefined) io.err("  this is a defect of nixsmith; --debug shows where it happened\n");
  return known?.exitCode ?? 2;
}

/** errno(3) names in words; what a file system says no with. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  ENOENT: "no such file or directory",
  ENOTDIR: "a part of the path is not a directory",
  EISDIR: "is a directory",
  ELOOP: "too many links, one after the other",
  ENAMETOOLONG: "the name is too long",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
  EDQUOT: "the disk quota is used up",
};

function fromSystem(error: unknown): NixsmithError | undefined {
  if (error instanceof RangeError && error.message === "Invalid string length")
    return new NixsmithError("the result is larger than the largest text that Node can hold (512 MiB)", {
      expected: "programs with fewer keys together",
      mend: "--only NAME takes one program at a time, and FILE#/definitions/NAME a part of a schema",
      cause: error,
    });
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  const reason = reasons[error.code];
  if (reason === undefined) return undefined;
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  return new NixsmithError(reason, { ...(path === undefined ? {} : { where: path }), cause: error });
}
