import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { NixsmithError } from "../errors.js";
import { runTool } from "./tools.js";

/** shellcheck reads every script as a host runs it: whole, with the assignments that Nix puts before its phases. */
export async function checkScripts(texts: Readonly<Record<string, string>>): Promise<string> {
  const scripts = Object.entries(texts).filter(([, text]) => text.startsWith("#!"));
  const directory = await mkdtemp(join(tmpdir(), "nixsmith-scripts-"));
  try {
    const files = scripts.map(([path, text], index) => ({
      text,
      file: join(directory, `${index}-${basename(path)}`),
    }));
    await Promise.all(files.map(({ file, text }) => writeFile(file, text)));
    // A host's project roots are data that begins with "~/" and is expanded later: not what SC2088 warns of.
    await runTool("shellcheck", ["--shell=bash", "--exclude=SC2088", ...files.map(({ file }) => file)]).catch(
      (error: unknown) => {
        throw error instanceof NixsmithError
          ? new NixsmithError(error.message.replaceAll(`${directory}/`, ""))
          : error;
      },
    );
    return `${files.length} scripts, shellcheck is silent`;
  } finally {
    await rm(directory, { recursive: true });
  }
}
