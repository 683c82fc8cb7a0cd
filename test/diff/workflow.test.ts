import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { packageRoot } from "../../src/root.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { nixsmith } from "../cli/command.js";
import { programs } from "../support/pi.js";
import { directory, git, inModules, put, repository } from "./command.js";
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
  readonly comments: readonly { readonly id: number; readonly body: string | null }[];
}

interface Behaviour {
  /** Status of the answer to a method. */
  readonly answers?: Readonly<Record<string, number>>;
  /** Whether it gives a hundred comments at a time, as GitHub does, or all of them, as Gitea does. */
  readonly pages?: boolean;
}

async function forge(comments: Comment[], { answers = {}, pages = true }: Behaviour = {}): Promise<Forge> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    calls.push({ method, url, token: headers.authorization, body });
    response.statusCode = answers[method ?? ""] ?? 200;
    if (method === "GET") response.end(JSON.stringify(pages ? pageOf(comments, url) : comments));
    else if (response.statusCode !== 200) response.end('{"message":"no"}');
    else {
      keep(comments, url, JSON.parse(body));
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

type Comment = { id: number; body: string | null };

function pageOf(comments: readonly Comment[], url = ""): readonly Comment[] {
  const page = Number(new URL(url, "http://forge").searchParams.get("page"));
  return comments.slice(100 * (page - 1), 100 * page);
}

function keep(comments: Comment[], url = "", { body }: Pick<Comment, "body">): void {
  const [, id] = /comments\/(\d+)$/.exec(url) ?? [];
  const known = comments.find((comment) => String(comment.id) === id);
  if (known === undefined) comments.push({ id: 100 + comments.length, body });
  else known.body = body;
}

/** As writeShellApplication of nixpkgs runs it. */
async function review(
  cwd: string,
  url: string,
  base = "main",
): Promise<{ readonly status: number | undefined; readonly err: string; readonly summary: string }> {
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
        GITHUB_STEP_SUMMARY: join(bin, "summary"),
      },
      extendEnv: false,
      reject: false,
    },
  );
  const summary = join(bin, "summary");
  return { status: exitCode, err: stderr, summary: existsSync(summary) ? readFileSync(summary, "utf8") : "" };
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
      "GET /api/v1/repos/m3tam3re/nixpkgs/issues/7/comments?per_page=100&limit=100&page=1",
      "GET /api/v1/repos/m3tam3re/nixpkgs/issues/7/comments?per_page=100&limit=100&page=2",
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
    expect(comments.map(({ body }) => body?.split("\n")[1])).toEqual([
      undefined,
      "### `main` → `the working tree`: 1 info",
    ]);
  });

  it("fails, and comments on nothing, where nothing can be compared", async () => {
    const { url, calls } = await forge([]);
    const { status, err } = await review(pullRequest("option-renamed"), url, "nosuch");
    expect({ status, calls }).toEqual({ status: 2, calls: [] });
    expect(err).toContain("nosuch is neither a file here nor a commit");
  });

  it("says it in log and summary where a fork's token may not comment, and fails only where the change is grave", async () => {
    const { url } = await forge([], { answers: { POST: 403 } });
    const passed = await review(pullRequest("cosmetic-template-change"), url);
    expect(passed).toMatchObject({ status: 0, err: expect.stringContaining("HTTP 403") });
    expect(passed.summary).toContain("### `main` → `the working tree`: 1 info");
    expect((await review(pullRequest("hidden-beside-a-rewording"), url)).status).toBe(1);
    const unreadable = await forge([], { answers: { GET: 403 } });
    expect((await review(pullRequest("cosmetic-template-change"), unreadable.url)).status).toBe(0);
  });

  it("fails where the forge does", async () => {
    const { url } = await forge([], { answers: { GET: 500 } });
    const { status, err } = await review(pullRequest("cosmetic-template-change"), url);
    expect({ status, err }).toEqual({ status: 3, err: expect.stringContaining("answered with HTTP 500") });
  });

  it.each([true, false])(
    "finds its comment among many, some without a body (in pages: %s)",
    async (pages) => {
      const others = Array.from({ length: 230 }, (_, id) => ({
        id: id + 1000,
        body: id % 2 === 0 ? null : "Hm.",
      }));
      const { url, calls, comments } = await forge(
        [...others, { id: 2, body: "<!-- nixsmith diff -->\nolder" }],
        { pages },
      );
      expect((await review(pullRequest("cosmetic-template-change"), url)).status).toBe(0);
      expect(calls.at(-1)).toMatchObject({ method: "PATCH" });
      expect(comments.at(-1)?.body).toContain("1 info");
      const none = await forge(others, { pages });
      expect((await review(pullRequest("cosmetic-template-change"), none.url)).status).toBe(0);
      expect(none.comments).toHaveLength(231);
    },
  );

  it("tells of a program that the overlay declares itself, by what its modules and its facts are", async () => {
    const overlay = repository({ "README.md": "" });
    const declare = async (keys: Readonly<Record<string, object>>) => {
      const from = { type: "object", properties: keys };
      const program = { name: "app", directory: { default: ".config/app" } };
      const declared = { programs: [{ ...program, files: { settings: { path: "app.json", from } } }, "pi"] };
      put(overlay, { "nixsmith.config.json": JSON.stringify(declared) });
      expect(await nixsmith(["generate"], { cwd: overlay })).toMatchObject({ status: 0 });
    };
    await declare({ theme: { type: "string" }, retries: { type: "integer" } });
    git(overlay, "add", ".");
    git(overlay, "commit", "--quiet", "--message", "before");

    await declare({ theme: { type: "string" }, retries: { type: "integer" }, loud: { type: "boolean" } });
    const grown = await forge([]);
    expect((await review(overlay, grown.url)).status).toBe(0);
    expect(grown.comments[0]?.body).toContain("`programs.app.settings.loud`");

    await declare({ theme: { type: "string" } });
    const shrunk = await forge([]);
    expect((await review(overlay, shrunk.url)).status).toBe(1);
    expect(shrunk.comments[0]?.body).toContain("`programs.app.settings.retries`");
    expect(shrunk.comments[0]?.body).not.toContain("coding.agents.pi");
  });

  it("leaves alone what somebody else has written in its name", async () => {
    const foreign = { id: 2, body: "<!-- nixsmith diff -->\nAll is well." };
    const { url, comments } = await forge([foreign], { answers: { PATCH: 403 } });
    expect((await review(pullRequest("cosmetic-template-change"), url)).status).toBe(0);
    expect(comments[0]?.body).toContain("All is well.");
    expect(comments[1]?.body).toContain("1 info");
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
