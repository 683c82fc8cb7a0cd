import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { execa } from "execa";
import { create, Header } from "tar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { integrityOf } from "../../src/compiler/importers/integrity.js";
import { ImportError } from "../../src/compiler/importers/loss.js";
import { originText } from "../../src/compiler/importers/origin.js";
import { readSource } from "../../src/compiler/importers/source/read.js";
import { npmSource, parseSource } from "../../src/compiler/importers/source/spec.js";
import { packageRoot } from "../../src/root.js";

describe("a source as it is written", () => {
  test.each([
    ["npm:knip@6.42.1/schema.json", { kind: "npm", package: "knip", version: "6.42.1", path: "schema.json" }],
    [
      "npm:@opencode-ai/sdk@1.19.3/dist/v2/gen/types.gen.d.ts#Config",
      {
        kind: "npm",
        package: "@opencode-ai/sdk",
        version: "1.19.3",
        path: "dist/v2/gen/types.gen.d.ts",
        part: "Config",
      },
    ],
    [
      "npm:a@1.0.0-rc.1//./b/c.json#/definitions/D",
      { kind: "npm", package: "a", version: "1.0.0-rc.1", path: "b/c.json", part: "/definitions/D" },
    ],
    [
      "thing-1.2.3.tgz/schema.json",
      { kind: "tarball", tarball: "/home/me/thing-1.2.3.tgz", path: "schema.json" },
    ],
    ["/tmp/a.tar.gz/x/y.d.ts#T", { kind: "tarball", tarball: "/tmp/a.tar.gz", path: "x/y.d.ts", part: "T" }],
    ["./crush.schema.json", { kind: "file", file: "/home/me/crush.schema.json" }],
    ["a#b.d.ts#T", { kind: "file", file: "/home/me/a#b.d.ts", part: "T" }],
  ])("%s", (text, want) => {
    expect(parseSource(text, "/home/me")).toEqual(want);
  });

  test.each([
    ["npm:", "names no package"],
    ["npm:knip/schema.json", "names no version"],
    ["npm:knip@latest/schema.json", '"latest" is not one version'],
    ["npm:knip@^6.0.0/schema.json", '"^6.0.0" is not one version'],
    ["npm:knip@6.42.1", "names no file in the package"],
    ["npm:knip@6.42.1/#T", "names no file in the package"],
    ["npm:.knip@6.42.1/a.json", "is no name of an npm package"],
    ["npm:../../etc@1.0.0/passwd", '".." is no name of an npm package'],
    ["thing.tgz", "names no file in the tarball"],
    ["#T", "names no file"],
  ])("%s is refused", (text, want) => {
    expect(() => parseSource(text, "/home/me")).toThrow(ImportError);
    expect(() => parseSource(text, "/home/me")).toThrow(want);
  });

  test("as two words, which a declaration has", () => {
    expect(npmSource("knip@6.42.1", "schema.json")).toEqual(parseSource("npm:knip@6.42.1/schema.json", "/"));
  });
});

const schema = '{"properties": {"a": {"type": "string"}}}';
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "source-"));
  await mkdir(join(scratch, "package/dist"), { recursive: true });
  await mkdir(join(scratch, "home"));
  await writeFile(join(scratch, "package/package.json"), '{"name": "thing", "version": "1.2.3"}');
  await writeFile(join(scratch, "package/dist/thing.schema.json"), schema);
  await writeFile(join(scratch, "package/dist/other.json"), "{}");
  await writeFile(join(scratch, "home/loose.json"), `\ufeff${schema}`);
  await writeFile(join(scratch, "home/utf16.json"), Buffer.from(`\ufeff${schema}`, "utf16le"));
  await writeFile(join(scratch, "home/latin1.json"), Buffer.from('{"title": "é"}', "latin1"));
  await create({ gzip: true, file: join(scratch, "home/thing.tgz"), cwd: scratch }, ["package"]);
});
afterAll(() => rm(scratch, { recursive: true }));

const read = (text: string, cwd = join(scratch, "home")) => readSource(parseSource(text, cwd), cwd);

describe("a source that is read", () => {
  test("a file of a tarball, with the tarball's integrity", async () => {
    const { origin, text } = await read("thing.tgz/dist/thing.schema.json#/properties/a");
    expect(text).toBe(schema);
    expect(origin).toEqual({
      package: "thing",
      version: "1.2.3",
      integrity: expect.stringMatching(/^sha512-/u),
      path: "dist/thing.schema.json",
      part: "/properties/a",
    });
    expect(originText(origin)).toMatch(
      /^thing 1\.2\.3, dist\/thing\.schema\.json#\/properties\/a \(sha512-[\w+/=]+\)$/u,
    );
  });

  test("a file below a package's directory is the package's", async () => {
    const { origin } = await read("../package/dist/thing.schema.json");
    expect(origin).toMatchObject({ package: "thing", version: "1.2.3", path: "dist/thing.schema.json" });
    expect(origin.integrity).toMatch(/^directory-sha512-/u);
  });

  test("a file of the project that one stands in is nobody's", async () => {
    const { origin } = await read("thing.schema.json", join(scratch, "package/dist"));
    expect(origin).toEqual({ file: "thing.schema.json", integrity: integrityOf(Buffer.from(schema)) });
  });

  test("a byte order mark is no part of the text", async () => {
    expect((await read("loose.json")).text).toBe(schema);
  });

  test.each([
    ["utf16.json", "its bytes are not UTF-8; it begins as UTF-16 does"],
    ["latin1.json", "its bytes are not UTF-8"],
    ["none.json", "no such file"],
    [".", "is no file"],
    ["thing.tgz/schema.json", "it has no file schema.json"],
    ["none.tgz/schema.json", "no such file or directory"],
  ])("%s is refused", async (text, want) => {
    await expect(read(text)).rejects.toThrow(want);
  });

  test("what may have been meant is named", async () => {
    const error = await read("thing.tgz/schema.json").catch((thrown: unknown) => thrown);
    expect(error instanceof ImportError ? error.expected : "").toBe(
      "a file that is there, such as dist/thing.schema.json",
    );
  });
});

/** A tarball of one file of zeros, of which gzip leaves a thousandth. */
async function bomb(name: string, gibibytes: number): Promise<string> {
  const file = join(scratch, `${name}.tgz`);
  const size = gibibytes * 1024 ** 3;
  const header = new Header({
    path: "package/big.json",
    size,
    mode: 0o644,
    type: "File",
    mtime: new Date(0),
  });
  const head = Buffer.alloc(512);
  header.encode(head);
  const zeros = Buffer.alloc(1024 ** 2);
  function* content() {
    yield head;
    for (let left = size; left > 0; left -= zeros.length) yield zeros;
  }
  const { createWriteStream } = await import("node:fs");
  await pipeline(Readable.from(content()), createGzip({ level: 1 }), createWriteStream(file));
  return file;
}

test("a tarball that unpacks to gigabytes is refused before memory is", async () => {
  const file = await bomb("bomb", 1.25);
  const module = (path: string) => JSON.stringify(join(packageRoot, "dist/src/compiler/importers", path));
  const script = `
    const { unpack } = await import(${module("npm/tarball.js")});
    const { readFileSync } = await import("node:fs");
    const tarball = readFileSync(${JSON.stringify(file)});
    const said = await unpack(tarball, () => true, "bomb").then(() => "taken", (error) => error.render());
    console.log(JSON.stringify({ said, mebibytes: process.resourceUsage().maxRSS / 1024 }));`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script]);
  const { said, mebibytes } = JSON.parse(stdout);
  expect(said).toContain("bomb: it unpacks to more than 1024 MiB; it was not used");
  // Node by itself has some fifty; what is held may not grow with what comes.
  expect(mebibytes).toBeLessThan(400);
});

test("files that are wanted, and are gigabytes together, are refused as well", async () => {
  const directory = join(scratch, "many/package");
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "package.json"), '{"name": "many", "version": "1.0.0"}');
  for (let index = 0; index < 10; index++)
    await writeFile(join(directory, `${index}.json`), Buffer.alloc(15 * 1024 ** 2, " "));
  await create({ gzip: true, file: join(scratch, "many.tgz"), cwd: join(scratch, "many") }, ["package"]);
  await expect(read("../many.tgz/0.json")).rejects.toThrow("what is read of it has more than 128 MiB");
});
