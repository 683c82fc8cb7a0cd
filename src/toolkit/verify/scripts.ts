import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { runTool } from "./tools.js";

/** shellcheck reads every script as a host runs it: whole, with the assignments that Nix puts before its phases. */
export async function checkScripts(texts: Readonly<Record<string, string>>): Promise<string> {
  const scripts = Object.entries(texts).filter(([, text]) => text.startsWith("#!"));
  if (scripts.length === 0) return "there are none";
  const directory = await mkdtemp(join(tmpdir(), "nixsmith-scripts-"));
  try {
    const names = await Promise.all(
      scripts.map(async ([path, text], index) => {
        const name = `${index}-${basename(path)}`;
        await writeFile(join(directory, name), text);
        return name;
      }),
    );
    // A host's project roots are data that begins with "~/" and is expanded later: not what SC2088 warns of.
    await runTool("shellcheck", ["--shell=bash", "--exclude=SC2088", ...names], { cwd: directory });
    return `${names.length} script${names.length === 1 ? "" : "s"}, shellcheck is silent`;
  } finally {
    await rm(directory, { recursive: true });
  }
}
