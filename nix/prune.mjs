// Leaves in ./node_modules what nixsmith runs with, by ./package-lock.json, and nothing that depends on npm's version.
import { readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const unneeded = Object.entries(packages)
  .filter(([, { dev, optional, devOptional }]) => dev || optional || devOptional)
  .map(([path]) => path);
// npm's own notes, links to programs, and what tools cache there.
const hidden = readdirSync("node_modules")
  .filter((name) => name.startsWith("."))
  .map((name) => join("node_modules", name));
for (const path of [...unneeded, ...hidden]) rmSync(path, { recursive: true, force: true });
removeEmpty("node_modules");

function removeEmpty(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmpty(join(directory, entry.name));
  }
  if (readdirSync(directory).length === 0) rmdirSync(directory);
}
