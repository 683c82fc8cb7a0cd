// Refreshes what is known of the programs that nixsmith brings, from the sources that their declarations name: facts, and
// since when each key is there. `node scripts/programs.mjs [PROGRAM…]`, after `npm run build`; takes some minutes of network.
import { writeFileSync } from "node:fs";
import { encodeFacts } from "../dist/src/compiler/importers/facts.js";
import { flatten } from "../dist/src/compiler/importers/flatten.js";
import { advance } from "../dist/src/compiler/importers/history.js";
import { ImportError } from "../dist/src/compiler/importers/loss.js";
import { releasesUpTo } from "../dist/src/compiler/importers/releases.js";
import { reportLines, reportOf } from "../dist/src/compiler/importers/report.js";
import { importSource } from "../dist/src/compiler/importers/source/import.js";
import { parseSource } from "../dist/src/compiler/importers/source/spec.js";

const at = (path) => new URL(`../${path}`, import.meta.url);
const named = process.argv.slice(2);

for (const name of named.length > 0 ? named : ["opencode", "claude-code"]) {
  const folder = at(`schema/${name}/`);
  const { declaration } = await import(at(`dist/schema/${name}/declaration.js`));
  let history = {};
  for (const [file, { from }] of Object.entries(declaration.files)) {
    const spec = parseSource(from, folder.pathname);
    const { origin, ...imported } = await importSource(spec, { cwd: folder.pathname });
    const report = reportOf(imported);
    console.log(`${name}, ${file}\n${reportLines(report).join("\n")}`);
    writeFileSync(new URL(`${file}.json`, folder), encodeFacts({ source: origin, ...imported }));
    if (spec.kind !== "npm") continue;
    for (const { version, keys } of await releasesOf(spec))
      history = advance(history, version, [{ name: file, keys, losses: report.losses }]);
  }
  if (Object.keys(history).length > 0)
    writeFileSync(new URL("history.json", folder), `${JSON.stringify(history, null, 1)}\n`);
}

/**
 * The releases in which keys came or went, oldest first. Every twelfth is read, and between two that differ those that
 * tell where.
 */
async function releasesOf(spec) {
  const versions = await releasesUpTo(spec.package, spec.version);
  const known = {};
  const keysOf = async (version) => {
    known[version] ??= await read(spec, version);
    return known[version];
  };
  const between = async (first, last) => {
    if (last - first < 2) return;
    if (String(await keysOf(versions[first])) === String(await keysOf(versions[last]))) return;
    const middle = (first + last) >> 1;
    await keysOf(versions[middle]);
    await between(first, middle);
    await between(middle, last);
  };
  const last = versions.length - 1;
  const grid = [...versions.keys()].filter((index) => index % 12 === 0 || index === last);
  for (const [index, start] of grid.slice(0, -1).entries()) await between(start, grid[index + 1]);
  await keysOf(versions[last]);
  return versions
    .filter((version) => known[version]?.length > 0)
    .map((version) => ({ version, keys: known[version] }));
}

/** Where a file was before it came to where it is now. */
const earlier = { "dist/v2/gen/types.gen.d.ts": ["dist/gen/types.gen.d.ts"] };

async function read(spec, version) {
  for (const path of [spec.path, ...(earlier[spec.path] ?? [])]) {
    try {
      const { type, definitions } = await importSource({ ...spec, version, path }, { cwd: "." });
      return flatten(type, definitions)
        .map((key) => key.path)
        .sort();
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
    }
  }
  return [];
}
