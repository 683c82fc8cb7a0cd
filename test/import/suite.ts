import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";

/** One schema of the published JSON Schema Test Suite, and what a validator has to say of values. */
export interface Group {
  readonly description: string;
  readonly schema: JsonObject | boolean;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

/** The Debian package that carries the suite for all drafts; it is data, so its dependencies are not needed. */
const PACKAGE = "libtest-json-schema-acceptance-perl";
const INSIDE = "usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests";
const cache = join(homedir(), ".cache/nixsmith/json-schema-test-suite");

/** The groups of a draft, by the name of their file: the keyword that they are about. */
export function suiteOf(draft: "draft7" | "draft2020-12"): ReadonlyMap<string, readonly Group[]> {
  if (!existsSync(cache)) download();
  const directory = join(cache, draft);
  const files = readdirSync(directory).filter((file) => file.endsWith(".json"));
  return new Map(
    files.sort().map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(directory, file), "utf8"))]),
  );
}

function download(): void {
  mkdirSync(join(cache, ".."), { recursive: true });
  const work = mkdtempSync(`${cache}-`);
  const apt = (...args: readonly string[]) =>
    execFileSync("apt-get", ["-qq", ...args], { cwd: work, stdio: "pipe" });
  try {
    apt("download", PACKAGE);
  } catch {
    apt("update");
    apt("download", PACKAGE);
  }
  const [archive = ""] = readdirSync(work).filter((file) => file.endsWith(".deb"));
  execFileSync("dpkg-deb", ["-x", join(work, archive), join(work, "root")]);
  cpSync(join(work, "root", INSIDE), join(work, "tests"), { recursive: true });
  renameSync(join(work, "tests"), cache);
  rmSync(work, { recursive: true });
}
