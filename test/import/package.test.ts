import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { create } from "tar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dependencyOf, fromPath } from "../../src/compiler/importers/npm/package.js";
import { packageRoot } from "../../src/root.js";

// A registry of our own on the loopback, so that what npm's configuration says, a wrong integrity and no network can be
// tried. Each question is asked by a process of its own, which starts with the environment given.

const settings = '{"type": "object", "properties": {"theme": {"type": "string"}}}';
const manifest = { name: "thing", version: "1.2.3", dependencies: { other: "^1.0.0" } };

let scratch: string;
let tarball: Buffer;
let server: Server;
let registry: string;
let requests: string[] = [];

/** An `integrity` as the registry writes it (Subresource Integrity). */
const integrityOf = (data: Buffer): string => `sha512-${createHash("sha512").update(data).digest("base64")}`;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "package-"));
  const inside = join(scratch, "thing/package/schemas");
  await mkdir(inside, { recursive: true });
  await mkdir(join(scratch, "thing/package/node_modules/other"), { recursive: true });
  await writeFile(join(inside, "settings.schema.json"), settings);
  await writeFile(join(inside, "../package.json"), JSON.stringify(manifest));
  await writeFile(join(inside, "../readme.md"), "not read");
  await writeFile(join(inside, "../node_modules/other/index.d.ts"), "export {};");
  await create({ gzip: true, file: join(scratch, "thing.tgz"), cwd: join(scratch, "thing") }, ["package"]);
  tarball = await readFile(join(scratch, "thing.tgz"));
  server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.authorization ?? "-"}`);
    if (request.url?.endsWith(".tgz")) return response.end(tarball);
    if (!/^\/(thing|forged)$/u.test(request.url ?? "")) return response.writeHead(404).end("{}");
    const name = request.url?.slice(1) ?? "";
    const integrity = integrityOf(name === "forged" ? Buffer.from("something else") : tarball);
    const dist = { tarball: `${registry}${name}-1.2.3.tgz`, integrity };
    const versions = { "1.2.3": { ...manifest, name, dist } };
    return response.end(JSON.stringify({ name, "dist-tags": { latest: "1.2.3" }, versions }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.close();
  await rm(scratch, { recursive: true });
});

/** What `fromRegistry` says in a fresh process, whose npm configuration is a file. */
async function asked(name: string, range: string, npmrc: string, cache: string): Promise<string> {
  requests = [];
  const config = join(scratch, "npmrc");
  await writeFile(config, `${npmrc}\ncache=${join(scratch, cache)}\nfetch-retries=0\n`);
  const module = join(packageRoot, "dist/src/compiler/importers/npm/package.js");
  const script = `
    const { fromRegistry } = await import(${JSON.stringify(module)});
    await fromRegistry(${JSON.stringify(name)}, ${JSON.stringify(range)}, (path) => path.endsWith(".json")).then(
      ({ source, files }) => console.log(JSON.stringify({ source, files: [...files.keys()] })),
      (error) => console.log(error.render()),
    );`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: scratch,
    env: { PATH: process.env.PATH ?? "", HOME: scratch, NPM_CONFIG_USERCONFIG: config },
    extendEnv: false,
  });
  return stdout;
}

describe("from a registry", () => {
  const found = () =>
    JSON.stringify({
      source: { package: "thing", version: "1.2.3", integrity: integrityOf(tarball) },
      files: ["package.json", "schemas/settings.schema.json"],
    });

  test("npm's configuration names the registry and the credentials", async () => {
    const host = registry.replace("http:", "");
    expect(await asked("thing", "1.2.3", `registry=${registry}\n${host}:_authToken=secret`, "a")).toBe(
      found(),
    );
    expect(requests).toEqual(["/thing Bearer secret", "/thing-1.2.3.tgz Bearer secret"]);
  });

  test("a version that npm has in its cache needs no network", async () => {
    await asked("thing", "1.2.3", `registry=${registry}`, "b");
    expect(await asked("thing", "1.2.3", `registry=${registry}\noffline=true`, "b")).toBe(found());
    expect(requests).toEqual([]);
  });

  test("a tag is asked for", async () => {
    expect(await asked("thing", "latest", `registry=${registry}`, "b")).toBe(found());
    expect(requests).toContain("/thing -");
  });

  test.each<[string, string, string, () => string, string]>([
    [
      "another tarball than the registry names",
      "forged",
      "1.2.3",
      () => registry,
      "forged@1.2.3: the tarball is not the one that the registry's integrity names; it was not used",
    ],
    [
      "a version that is not there",
      "thing",
      "9.9.9",
      () => registry,
      "thing@9.9.9: the npm registry has no such version; `npm view` lists those it has",
    ],
    [
      "a package that is not there",
      "nothing",
      "1.0.0",
      () => registry,
      "nothing@1.0.0: the npm registry has no such version; `npm view` lists those it has",
    ],
    [
      "no network",
      "thing",
      "1.2.3",
      () => "http://127.0.0.1:1/",
      "thing@1.2.3: the npm registry cannot be reached, and npm's cache does not have it (ECONNREFUSED)\n  to mend: connect, or give a directory or a tarball of the package",
    ],
  ])("%s", async (_, name, range, from, want) => {
    expect(await asked(name, range, `registry=${from()}`, "c")).toBe(want);
  });
});

const isJson = (path: string): boolean => path.endsWith(".json");

describe("from a path", () => {
  test("a tarball, with its integrity", async () => {
    const { source, dependencies, files } = await fromPath(join(scratch, "thing.tgz"), isJson);
    expect(source).toEqual({ package: "thing", version: "1.2.3", integrity: integrityOf(tarball) });
    expect(dependencies).toEqual({ other: "^1.0.0" });
    expect([...files.keys()].sort()).toEqual(["package.json", "schemas/settings.schema.json"]);
  });

  test("a directory, by what was read of it", async () => {
    const { source, files } = await fromPath(join(scratch, "thing/package"), isJson);
    expect(source).toMatchObject({ package: "thing", version: "1.2.3" });
    expect(source.integrity).toMatch(/^directory-sha512-/u);
    expect(files.get("schemas/settings.schema.json")).toBe(settings);
  });

  test.each([
    ["nothing there", "none", "no such file or directory"],
    ["a directory that is no package", ".", "it has no package.json, so it is no npm package"],
    ["a file that is no tarball", "npmrc", "not a tarball of an npm package: incorrect header check"],
  ])("%s", async (_, path, want) => {
    await writeFile(join(scratch, "npmrc"), "registry=x");
    await expect(fromPath(join(scratch, path))).rejects.toThrow(want);
  });
});

describe("a dependency of a directory", () => {
  const installed = async (place: string, name: string, version: string) => {
    const directory = join(scratch, place, "node_modules", name);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "package.json"), JSON.stringify({ name, version }));
    return directory;
  };
  const dependency = async (directory: string, name: string) =>
    (await dependencyOf(await fromPath(directory), name, "^1.0.0")).source;

  test("is the one inside it, then the nearest above it", async () => {
    const main = await installed("app", "main", "1.0.0");
    await installed("app", "@scope/other", "1.1.0");
    expect(await dependency(main, "@scope/other")).toMatchObject({
      package: "@scope/other",
      version: "1.1.0",
    });
    await installed("app/node_modules/main", "@scope/other", "1.2.0");
    expect(await dependency(main, "@scope/other")).toMatchObject({ version: "1.2.0" });
  });

  test("is beside the package, where the directory is a link to it", async () => {
    const main = await installed("store", "main", "1.0.0");
    await installed("store", "other", "1.3.0");
    await symlink(main, join(scratch, "linked"));
    expect(await dependency(join(scratch, "linked"), "other")).toMatchObject({ version: "1.3.0" });
  });
});
