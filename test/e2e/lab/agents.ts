import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nixsmith } from "../../cli/command.js";

/** The third agent of the lab, made up: what it reads is TOML, and it runs its first argument as a shell script. */
const quill = {
  name: "quill",
  package: "quill",
  directory: { default: ".config/quill", variable: "QUILL_HOME" },
  files: { settings: { path: "quill.toml", format: "toml", from: "quill.schema.json" } },
  isolated: {
    description: "quill, a writing agent",
    kept: ["machine"],
    credentials: "tokens.json",
    own: ["drafts"],
    policy: {
      MemoryDenyWriteExecute: { value: "yes", reason: "Nothing of it compiles at run time." },
      LockPersonality: {
        value: "no",
        reason: "It runs old programs as they were.",
        opens: "Addresses of a program are not random where it asks for that.",
      },
    },
    examples: { settings: { model: { name: "small" } }, environment: { QUILL_QUIET: "1" } },
  },
};
const schema = {
  type: "object",
  properties: {
    machine: { type: "string" },
    model: { type: "object", properties: { name: { type: "string" }, size: { type: "integer" } } },
  },
};

/** A tree with the modules of the lab's agents beside pi, as an overlay generates it that declares them. */
export async function writeTree(cwd: string): Promise<string> {
  await mkdir(cwd);
  await writeFile(join(cwd, "quill.schema.json"), JSON.stringify(schema));
  await writeFile(
    join(cwd, "nixsmith.config.json"),
    JSON.stringify({ programs: ["opencode", "claude-code", quill] }),
  );
  for (const command of [["import", "quill"], ["generate"]]) {
    const { status, err } = await nixsmith(command, { cwd });
    if (status !== 0) throw new Error(`nixsmith ${command.join(" ")} ended with ${status}: ${err}`);
  }
  return join(cwd, "modules");
}
