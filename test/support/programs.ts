import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { describe } from "vitest";

/** Where a program stands on PATH, if it does. */
export function onPath(program: string): string | undefined {
  const places = (process.env.PATH ?? "").split(delimiter).map((directory) => join(directory, program));
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Tests that need these programs. Without them they are not run, and say so; under CI that is a failure. */
export function describeWith(programs: readonly string[], title: string, body: () => void): void {
  const missing = programs.filter((program) => onPath(program) === undefined);
  const text = `${title}: not on PATH: ${missing.join(", ")}`;
  if (missing.length > 0 && process.env.CI) throw new Error(text);
  if (missing.length > 0) process.stderr.write(`${text}\n`);
  describe.skipIf(missing.length > 0)(title, body);
}
