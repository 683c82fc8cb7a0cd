import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { execa } from "execa";
import { create, Header } from "tar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { integrityOf } from "../../src/compiler/importers/integrity.js";
import { ImportError } from "../../src/compiler/importers/loss.js";
import { originText } from "../../src/compiler/importers/origin.js";
import { importSource } from "../../src/compiler/importers/source/import.js";
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

  describe("in the place of a file that is not there", () => {
    const holding = async (files: Readonly<Record<string, string>>): Promise<string> => {
      const directory = await mkdtemp(join(scratch, "home/holding-"));
      const all = { "package.json": '{"name": "thing", "version": "1.2.3"}', ...files };
      for (const [path, text] of Object.entries(all)) {
        await mkdir(join(directory, dirname(path)), { recursive: true });
        await writeFile(join(directory, path), text);
      }
      return directory;
    };
    const meantBy = async (place: string, files: Readonly<Record<string, string>>) => {
      const directory = await holding(files);
      const error = await read(join(directory, place)).catch((thrown: unknown) => thrown);
      return { directory, expected: error instanceof ImportError ? error.expected : "" };
    };

    const types = {
      "dist/names.d.ts": "export type Other = string;",
      "dist/far/away.d.ts": "export interface Settings { a: string }",
      "dist/lists.d.ts": "interface Settings { a: string }\nexport { type Settings };",
    };
    test.each<[string, Readonly<Record<string, string>>, string]>([
      [
        "schemas/setings.json",
        { "lib/settings.json": schema, "lib/data.json": '{"settings": 1}', "lib/zzz.schema.json": schema },
        "a file that is there, such as lib/settings.json, lib/zzz.schema.json",
      ],
      ["dist/nmes.d.ts#Other", types, "a file that is there, such as dist/names.d.ts#Other"],
      [
        "dist/lits.d.ts#Settings",
        types,
        "a file that is there, such as dist/lists.d.ts#Settings, dist/far/away.d.ts#Settings",
      ],
      [
        "dist/nmes.d.ts#Nothing",
        types,
        "a file that is there, such as dist/names.d.ts, dist/lists.d.ts, dist/far/away.d.ts",
      ],
      ["a.json", { "b.d.ts": "export {};" }, "what is there, such as b.d.ts#Type; it has no JSON Schema"],
      ["a.d.ts#T", { "b.schema.json": schema }, "what is there, such as b.schema.json; it has no types"],
      ["a.json", { "b.json": "{}" }, "another package: this one has neither a JSON Schema nor types"],
    ])("%s: what may have been meant is named", async (place, files, want) => {
      expect((await meantBy(place, files)).expected).toBe(want);
    });

    test("what is named can be read", async () => {
      const { directory, expected } = await meantBy("dist/lits.d.ts#Settings", types);
      const names = (expected ?? "").replace(/^.* such as /u, "").split(", ");
      expect(names).toHaveLength(2);
      for (const name of names) {
        const { type } = await importSource(parseSource(join(directory, name), scratch), { cwd: scratch });
        expect(type).toMatchObject({ kind: "submodule", options: [{ name: "a" }] });
      }
    });

    test("of a tarball, too", async () => {
      await expect(read("thing.tgz/schema.json")).rejects.toMatchObject({
        expected: "a file that is there, such as dist/thing.schema.json",
      });
    });
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
