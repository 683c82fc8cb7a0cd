import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { snapshotPath } from "../../../src/compiler/diff/engine/snapshot.js";
import { directory } from "../command.js";
import type { Tree } from "./tree.js";

/**
 * Whether two trees differ in comments, layout and descriptions alone. Nothing of ours is asked: Nix and bash print what
 * they have read, and the snapshot is parsed by JSON.parse.
 */
export function areHarmless(before: Tree, after: Tree): boolean {
  return [...new Set([...before.keys(), ...after.keys()])].every((path) => {
    const [old, now] = [before.get(path), after.get(path)];
    if (isDeepStrictEqual(old, now)) return true;
    if (old === undefined || now === undefined || !("text" in old) || !("text" in now)) return false;
    if (old.executable !== now.executable) return false;
    if (path === snapshotPath)
      return saysTheSame(
        old.text,
        now.text,
        new Set([...before.keys()].filter((file) => !isDeepStrictEqual(before.get(file), after.get(file)))),
      );
    if (path.endsWith(".nix")) return readsTheSameNix(old.text, now.text);
    return path.endsWith(".sh") && readsTheSameShell(old.text, now.text);
  });
}

/** One process reads both, since Nix prints the names of a set in the order in which it has met them. */
function readsTheSameNix(before: string, after: string): boolean {
  const path = directory();
  const [old, now] = [before, after].map((text, at) => {
    mkdirSync(join(path, String(at)));
    writeFileSync(join(path, String(at), "file.nix"), text);
    return join(path, String(at));
  });
  const { stdout, status } = run("nix-instantiate", ["--parse", `${old}/file.nix`, `${now}/file.nix`]);
  const [one, other] = stdout.trimEnd().split("\n");
  if (status !== 0 || one === undefined || other === undefined) return false;
  return one.replaceAll(old ?? "", "") === other.replaceAll(now ?? "", "");
}

/** Scripts are joined out of parts, so something stands before and after each. */
export function readsTheSameShell(before: string, after: string): boolean {
  const first = (text: string): string => /^#!.*/.exec(text)?.[0] ?? "";
  const [old, now] = [before, after].map(printedByBash);
  return old !== undefined && old === now && first(before) === first(after);
}

/**
 * What bash prints of a script without running any of it; undefined for what it cannot read. Of a function it prints
 * neither comments nor empty lines.
 */
function printedByBash(script: string): string | undefined {
  const path = join(directory(), "script.sh");
  writeFileSync(path, `read() {\nbefore the part\n${script}after the part\n}\n`);
  const { stdout, stderr, status } = run("bash", ["--norc", "--pretty-print", path]);
  return status === 0 && stderr === "" ? stdout : undefined;
}

function run(
  program: string,
  args: readonly string[],
): { stdout: string; stderr: string; status: number | null } {
  const { stdout, stderr, status, error } = spawnSync(program, args, {
    encoding: "utf8",
    env: { PATH: process.env.PATH, NIX_STATE_DIR: directory(), LC_ALL: "C.UTF-8" },
  });
  if (error !== undefined) throw error;
  return { stdout, stderr, status };
}

/** What people read and no program: by the names that these have in every part of a snapshot. */
const prose: ReadonlySet<string> = new Set([
  "generatedBy",
  "summary",
  "description",
  "example",
  "defaultText",
  "deprecated",
  "upstreamDefault",
  "reason",
  "what",
]);

/** Lists of which the order says nothing: to Nix, a shell and systemd what is made of them is a set. */
const unordered: ReadonlySet<string> = new Set([
  "modules",
  "options",
  "source",
  "hardening",
  "where",
  "oneOf",
  "settable",
  "sudo",
  "reserved",
  "unsynced",
  "managed",
  "kept",
  "packages",
]);

/** @param judged files that are looked at themselves */
function saysTheSame(before: string, after: string, judged: ReadonlySet<string>): boolean {
  try {
    const [old, now] = [before, after].map((text) => {
      const { files, ...said } = JSON.parse(text);
      const hashes = Object.entries(files).filter(([path]) => !judged.has(path));
      return { said: wordless(said), hashes: Object.fromEntries(hashes) };
    });
    return isDeepStrictEqual(old, now);
  } catch {
    return false;
  }
}

/** Names in one order, and without words. */
function wordless(value: unknown, within = ""): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => wordless(entry));
    return unordered.has(within) ? entries.map((entry) => JSON.stringify(entry)).sort() : entries;
  }
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .filter(([name]) => !prose.has(name))
    .sort();
  return Object.fromEntries(kept.map(([name, of]) => [name, wordless(of, name)]));
}
