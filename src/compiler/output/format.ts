import { execa } from "execa";
import { NixsmithError } from "../../errors.js";
import type { Artefact } from "../emit/artefact.js";

/**
 * Passes every Nix file through a formatter that reads stdin and writes stdout, such as `alejandra -` or `nixfmt`.
 * @param command the formatter and its arguments, parted by spaces; no shell sees it
 * @throws {NixsmithError} where the formatter cannot be run, fails, or leaves nothing of a file
 */
export async function formatNix(
  artefacts: readonly Artefact[],
  command: string,
): Promise<readonly Artefact[]> {
  const formatted: Artefact[] = [];
  for (const artefact of artefacts) {
    formatted.push(artefact.path.endsWith(".nix") ? await formatFile(artefact, command) : artefact);
  }
  return formatted;
}

async function formatFile({ path, content }: Artefact, command: string): Promise<Artefact> {
  const [program = "", ...args] = command.trim().split(/\s+/);
  const { failed, stdout, stderr, shortMessage } = await execa(program, args, {
    input: content,
    reject: false,
    stripFinalNewline: false,
    timeout: 300_000,
  });
  if (!failed && stdout !== "") return { path, content: stdout };
  throw new NixsmithError(
    `the formatter "${command}" failed: ${stderr.trim() || shortMessage || "it printed nothing"}`,
    {
      where: path,
      expected: "a command that reads a Nix file from stdin and writes it to stdout",
      mend: "check --formatter, or leave it out",
    },
  );
}
