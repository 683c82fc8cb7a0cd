import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { serveGit } from "../support/git-backend.js";
import { ask } from "./client.js";
import { certificates, egress, listening } from "./lab.js";

/** git's smart protocol, by git itself, to repositories that are listed. */

const root = mkdtempSync(join(tmpdir(), "nixsmith-egress-git-"));
const seen: { readonly url: string; readonly authorization: string | undefined }[] = [];
let port = 0;

const backend = createServer(certificates, (request, response) => {
  seen.push({ url: request.url ?? "", authorization: request.headers.authorization });
  serveGit(root, request, response);
});

const git = (cwd: string, ...args: readonly string[]) =>
  execa("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
    cwd,
    reject: false,
    env: { GIT_TERMINAL_PROMPT: "0" },
  });

beforeAll(async () => {
  for (const name of ["open", "closed"])
    execFileSync("git", ["init", "-q", "--bare", "-b", "main", join(root, `owner/${name}.git`)]);
  port = await listening(backend);
  const work = join(root, "seed");
  execFileSync("git", ["init", "-q", "-b", "main", work]);
  writeFileSync(join(work, "one"), "one");
  await git(work, "add", "-A");
  await git(work, "commit", "-qm", "one");
  await git(work, "push", "-q", join(root, "owner/open.git"), "main");
});

const proxy = (push: boolean) =>
  egress({
    allow: [{ address: "127.0.0.1", port }],
    names: { "git.example.com": ["127.0.0.1"] },
    git: { [`git.example.com:${port}/owner/open`]: { push, credential: "forge" } },
    keys: { forge: "token-canary" },
  });

const led = (proxyPort: number) => [
  "-c",
  `url.http://127.0.0.1:${proxyPort}/git/git.example.com:${port}/.insteadOf=https://git.example.com/`,
];

describe("git over HTTPS", () => {
  it("clones and fetches a repository that is listed, with a token that is put in", async () => {
    const { port: proxyPort, entries } = await proxy(false);
    const place = mkdtempSync(join(tmpdir(), "nixsmith-egress-clone-"));
    const cloned = await git(
      place,
      ...led(proxyPort),
      "clone",
      "-q",
      "https://git.example.com/owner/open.git",
      "work",
    );
    expect([cloned.exitCode, cloned.stderr]).toEqual([0, ""]);
    expect(seen.at(-1)?.authorization).toBe(
      `Basic ${Buffer.from("x-access-token:token-canary").toString("base64")}`,
    );
    expect((await git(join(place, "work"), ...led(proxyPort), "fetch", "-q")).exitCode).toBe(0);
    expect(JSON.stringify(entries)).not.toContain("token-canary");
  });

  it("pushes only where pushing is open", async () => {
    for (const push of [false, true]) {
      const { port: proxyPort } = await proxy(push);
      const place = mkdtempSync(join(tmpdir(), "nixsmith-egress-push-"));
      await git(place, ...led(proxyPort), "clone", "-q", "https://git.example.com/owner/open.git", "work");
      const work = join(place, "work");
      writeFileSync(join(work, "two"), String(push));
      await git(work, "add", "-A");
      await git(work, "commit", "-qm", "two");
      const pushed = await git(work, ...led(proxyPort), "push", "-q", "origin", "HEAD");
      expect(pushed.exitCode === 0).toBe(push);
      if (!push) expect(pushed.stderr).toContain("403");
    }
  });

  it.each([
    [
      "another repository",
      "GET",
      "/git/git.example.com/owner/closed.git/info/refs?service=git-upload-pack",
      "owner/closed is not in",
    ],
    [
      "another host",
      "GET",
      "/git/evil.example/owner/open.git/info/refs?service=git-upload-pack",
      "is not in",
    ],
    [
      "the dumb protocol",
      "GET",
      "/git/git.example.com/owner/open.git/HEAD",
      "only those by which it fetches",
    ],
    [
      "objects",
      "GET",
      "/git/git.example.com/owner/open.git/objects/info/packs",
      "only those by which it fetches",
    ],
    [
      "another service",
      "GET",
      "/git/git.example.com/owner/open.git/info/refs?service=git-upload-archive",
      "only those by which it fetches",
    ],
    [
      "more in the query",
      "GET",
      "/git/git.example.com/owner/open.git/info/refs?service=git-upload-pack&x=1",
      "only those by which it fetches",
    ],
    [
      "the API of a forge",
      "GET",
      "/git/git.example.com/api/v3/repos/owner/open",
      "only those by which it fetches",
    ],
    [
      "another method",
      "POST",
      "/git/git.example.com/owner/open.git/info/refs?service=git-upload-pack",
      "only those by which it fetches",
    ],
    [
      "a push",
      "GET",
      "/git/git.example.com/owner/open.git/info/refs?service=git-receive-pack",
      "may not be pushed to",
    ],
    [
      "a push without asking first",
      "POST",
      "/git/git.example.com/owner/open.git/git-receive-pack",
      "may not be pushed to",
    ],
  ])("refuses %s", async (_, method, path, words) => {
    const { port: proxyPort } = await proxy(false);
    const before = seen.length;
    const answer = await ask(proxyPort, path.replace("git.example.com", `git.example.com:${port}`), {
      method,
    });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(words);
    expect(seen.length).toBe(before);
  });
});
