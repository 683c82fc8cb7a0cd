import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory of its own for one test, gone after it. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Relative path to content. */
export type Files = Readonly<Record<string, string>>;

export function plant(directory: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}

/** Every file below a directory; a directory without files is one that ends in `/`. */
export function harvest(directory: string, below = ""): Files {
  const entries = readdirSync(join(directory, below)).map((name) => `${below}${name}`);
  return Object.fromEntries(
    entries.flatMap((path): readonly (readonly [string, string])[] => {
      const file = join(directory, path);
      if (!lstatSync(file).isDirectory()) return [[path, readFileSync(file, "utf8")]];
      const inside = Object.entries(harvest(directory, `${path}/`));
      return inside.length === 0 ? [[`${path}/`, ""]] : inside;
    }),
  );
}
