import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { colours } from "../../src/colours.js";
import type { Artefact } from "../../src/compiler/emit/artefact.js";
import { run } from "../../src/toolkit/cli/run.js";

export interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `nixsmith diff` in a directory. */
export async function diff(cwd: string, ...args: readonly string[]): Promise<Result> {
  const said = { out: "", err: "" };
  const plain = colours(false, {});
  const status = await run(["diff", ...args], {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    cwd,
    env: {},
    width: 100,
    watched: false,
    colours: { out: plain, err: plain },
  });
  return { status, ...said };
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A directory that is gone after the test. */
export function directory(files: Files = {}): string {
  const path = mkdtempSync(join(tmpdir(), "nixsmith-diff-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  put(path, files);
  return path;
}

export function put(directory: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}

/** A git repository with one commit for each state, the last one checked out. */
export function repository(...states: readonly Files[]): string {
  const path = directory();
  git(path, "init", "--quiet", "--initial-branch=main");
  for (const state of states) commit(path, state);
  return path;
}

export function commit(path: string, files: Files): void {
  put(path, files);
  git(path, "add", "--all");
  git(path, "commit", "--quiet", "--allow-empty", "--message=state");
}

export function git(cwd: string, ...args: readonly string[]): string {
  const who = [
    "-c",
    "user.name=test",
    "-c",
    "user.email=test@example.org",
    "-c",
    "protocol.file.allow=always",
  ];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  return execFileSync("git", [...who, ...args], { cwd, env, encoding: "utf8" });
}

/** An emitted tree as files of a repository. */
export function inModules(artefacts: readonly Artefact[]): Files {
  return Object.fromEntries(artefacts.map(({ path, content }) => [`modules/${path}`, content]));
}
