import { join } from "node:path";
import { parseHost } from "../../compiler/data/document.js";
import { type Entry, treeOf } from "../../compiler/data/tree.js";
import { checkHost, type HostFile } from "../../isolation/host/load.js";
import { readSource } from "../../isolation/host/source.js";
import { optionOf } from "../../isolation/names.js";
import type { HostOptions } from "../../isolation/options/host.js";
import { packageRoot } from "../../root.js";

const file = "m3-kratos.yaml";

/** What an agent has on that host of which it does not speak, or of which nothing is known that it says. */
const plainly = { enable: true, hostUsers: { m3tam3re: { projectRoots: ["~/p"] } } };

/** The guide's host with all agents of these options, and no other. */
export function guideHost(options: HostOptions): HostFile {
  const tree = parseHost(readSource(join(packageRoot, "examples/hosts", file), file), file);
  const known = options.options.map(({ name }) => name);
  const kept = tree.entries.filter(({ name }) => known.includes(name));
  const missing = options.agents.map(optionOf).filter((name) => !kept.some((entry) => entry.name === name));
  const added = missing.map((name): Entry => {
    const { position } = tree;
    return { name, position, value: treeOf(plainly, position) };
  });
  return checkHost({ ...tree, entries: [...kept, ...added] }, file, options);
}
