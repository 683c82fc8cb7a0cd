import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { NixMissingError } from "./failure.js";
import { inSandbox, type Sandbox } from "./sandbox.js";

/**
 * What Nix' own parser makes of texts, as `nix-instantiate --parse` prints it: one line for each, undefined for a text
 * that is no Nix. Undefined altogether where there is no Nix. Floats are printed with six digits, so that of texts with
 * the same tree the tokens can still differ.
 */
export async function parseTrees(
  texts: readonly string[],
): Promise<readonly (string | undefined)[] | undefined> {
  try {
    return await inSandbox({}, (sandbox) => parseAll(sandbox, texts));
  } catch (error) {
    if (error instanceof NixMissingError) return undefined;
    throw error;
  }
}

async function parseAll(
  sandbox: Sandbox,
  texts: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const files = await Promise.all(
    texts.map(async (text, at) => {
      // Paths in a text are printed whole, so each text has a directory whose name can be taken out.
      const directory = join(sandbox.directory, "parse", String(at));
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, "file.nix"), text);
      return directory;
    }),
  );
  const parse = async (some: readonly string[]): Promise<readonly string[] | undefined> => {
    const paths = some.map((directory) => join(directory, "file.nix"));
    const { stdout, stopped } = await sandbox.run("nix-instantiate", ["--parse", ...paths]);
    const lines = stdout.split("\n").slice(0, -1);
    if (stopped !== undefined || lines.length !== some.length) return undefined;
    return lines.map((line, at) => line.replaceAll(some[at] ?? "", "."));
  };
  // Nix stops at the first error, so only texts with one among them are parsed one by one.
  const together = await parse(files);
  if (together !== undefined) return together;
  const alone: (string | undefined)[] = [];
  for (const file of files) alone.push((await parse([file]))?.[0]);
  return alone;
}
