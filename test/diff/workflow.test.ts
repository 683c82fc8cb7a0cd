import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { packageRoot } from "../../src/root.js";
import { artefacts } from "../../src/toolkit/artefacts.js";
import { programs } from "../support/pi.js";
import { directory, inModules, put, repository } from "./command.js";
import { pullRequests } from "./pull-requests.js";

// The review that the example's workflows run, against a forge that keeps its comments in memory.

const example = join(packageRoot, "examples/m3ta-nixpkgs");
const script = readFileSync(join(packageRoot, "nix/review.sh"), "utf8");

interface Call {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly body: string;
}

interface Forge {
  readonly url: string;
  readonly calls: readonly Call[];
  readonly comments: readonly { readonly id: number; readonly body: string }[];
}

async function forge(comments: { id: number; body: string }[], refuse = false): Promise<Forge> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    calls.push({ method, url, token: headers.authorization, body });
    response.statusCode = refuse ? 403 : 200;
    if (method === "GET") response.end(JSON.stringify(comments));
    else {
      const [, id] = /comments\/(\d+)$/.exec(url ?? "") ?? [];
      const known = comments.find((comment) => String(comment.id) === id);
      if (known === undefined) comments.push({ id: 100 + comments.length, ...JSON.parse(body) });
      else known.body = JSON.parse(body).body;
      response.end("{}");
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/api/v1`, calls, comments };
}

/** As writeShellApplication of nixpkgs runs it. */
async function review(
  cwd: string,
  url: string,
  base = "main",
): Promise<{ readonly status: number | undefined; readonly err: string }> {
  const bin = directory({
    nixsmith: `#!/bin/sh\nexec '${process.execPath}' '${packageRoot}/dist/src/toolkit/cli/main.js' "$@"\n`,
  });
  await execa("chmod", ["+x", join(bin, "nixsmith")]);
  const { exitCode, stderr } = await execa(
    "bash",
    ["-c", `set -o errexit -o nounset -o pipefail\n${script}`],
    {
      cwd,
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        GITHUB_API_URL: url,
        GITHUB_REPOSITORY: "m3tam3re/nixpkgs",
        BASE: base,
        NUMBER: "7",
        TOKEN: "secret",
      },
      extendEnv: false,
      reject: false,
    },
  );
  return { status: exitCode, err: stderr };
}

function pullRequest(name: string): string {
  const found = pullRequests.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no pull request ${name}`);
  const path = repository(inModules(artefacts(programs)));
  put(path, inModules(found.tree()));
  return path;
}

describe("the review", () => {
  it("comments on a pull request that has none, and fails where it is grave", async () => {
    const { url, calls, comments } = await forge([{ id: 1, body: "Nice!" }]);
    expect((await review(pullRequest("sudo-rule-broadened"), url)).status).toBe(1);
    expect(calls.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      "GET /api/v1/repos/m3tam3re/nixpkgs/issues/7/comments?per_page=100&limit=100",
      "POST /api/v1/repos/m3tam3re/nixpkgs/issues/7/comments",
    ]);
    expect(calls.every(({ token }) => token === "token secret")).toBe(true);
    expect(comments[1]?.body).toContain("**`sudo rule`**");
  });

  it("keeps its own comment up to date", async () => {
    const { url, calls, comments } = await forge([
      { id: 1, body: "Nice!" },
      { id: 2, body: "<!-- nixsmith diff -->\nolder" },
    ]);
    expect((await review(pullRequest("cosmetic-template-change"), url)).status).toBe(0);
    expect(calls[1]).toMatchObject({
      method: "PATCH",
      url: "/api/v1/repos/m3tam3re/nixpkgs/issues/comments/2",
    });
    expect(comments.map(({ body }) => body.split("\n")[1])).toEqual([
      undefined,
      "### `main` → `the working tree`: no classified change, but files differ",
    ]);
  });

  it("fails, and comments on nothing, where nothing can be compared", async () => {
    const { url, calls } = await forge([]);
    const { status, err } = await review(pullRequest("option-renamed"), url, "nosuch");
    expect({ status, calls }).toEqual({ status: 2, calls: [] });
    expect(err).toContain("nosuch is neither a file here nor a commit");
  });

  it("fails where the forge refuses", async () => {
    const { url } = await forge([], true);
    const { status, err } = await review(pullRequest("option-renamed"), url);
    expect(status).not.toBe(0);
    expect(err).toContain("403");
  });

  it("is what shellcheck lets pass", async () => {
    const { stdout, exitCode } = await execa("shellcheck", ["--shell=bash", "-"], {
      input: `set -o nounset\n${script}`,
      reject: false,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  });
});

describe("the workflows", () => {
  const read = (forge: string) =>
    parse(readFileSync(join(example, `.${forge}/workflows/modules.yaml`), "utf8"));
  const [github, gitea] = ["github", "gitea"].map(read);

  it("differ in nothing but where the forge's values come from", () => {
    const { permissions, ...rest } = github;
    expect(permissions).toEqual({ contents: "read", "pull-requests": "write" });
    const text = JSON.stringify(gitea)
      .replaceAll("gitea.event", "github.event")
      .replace("secrets.GITEA_TOKEN", "github.token");
    expect(JSON.parse(text)).toEqual(rest);
  });

  it("give the review what it reads, with the whole history", () => {
    const { steps } = gitea.jobs.modules;
    expect(steps[0].with["fetch-depth"]).toBe(0);
    expect(Object.keys(steps.at(-1).env)).toEqual(["BASE", "NUMBER", "TOKEN"]);
  });
});
