import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { programs } from "../support/pi.js";
import { commit, diff, git, inModules, repository } from "./command.js";
import { pullRequests } from "./pull-requests.js";

const folder = join(packageRoot, "examples/pull-requests");

describe.each(pullRequests)("the pull request $name", ({ name, says, status, tree }) => {
  it("gets its comment and its exit status", async () => {
    const path = repository(inModules(artefacts(programs)));
    git(path, "switch", "--quiet", "--create", name);
    commit(path, inModules(tree()));
    const result = await diff(path, "main", "--format", "markdown");
    expect(result.status).toBe(status);
    await expect(result.out).toMatchFileSnapshot(join(folder, `${name}.md`));
  });

  it("is on the page of examples, with its size", () => {
    const path = repository(inModules(artefacts(programs)), inModules(tree()));
    const counts = git(path, "diff", "--numstat", "HEAD~1").trimEnd().split("\n");
    const lines = counts.reduce((sum, line) => sum + Number(line.split("\t")[0]), 0);
    const page = readFileSync(join(folder, "README.md"), "utf8");
    const row = page.split("\n").find((one) => one.includes(`(${name}.md)`)) ?? "";
    expect(row).toBe(`| [${name}](${name}.md) | ${says} | ${rounded(lines)} | ${status} |`);
  });
});

/** Exact numbers would change with every template. */
function rounded(lines: number): string {
  if (lines < 10) return "a few";
  return lines < 100 ? "dozens" : "hundreds";
}
