import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";
import { packageRoot } from "../../src/root.js";

const script = join(packageRoot, "modules/home-manager/shared/merge-settings.sh");

let root: string;
let homes = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "nixsmith-merge-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A home of its own, with spaces and a quote in its path. */
class Activation {
  readonly directory = join(root, `home ${homes++}'s`);
  readonly settings = join(this.directory, "agent", "settings.json");
  readonly state = join(this.directory, "state", "managed.json");

  /** Activates with these settings managed; the exit code and what it said. */
  async run(managed: Json): Promise<{ readonly exitCode: number | undefined; readonly stderr: string }> {
    const file = join(this.directory, "managed.json");
    await mkdir(this.directory, { recursive: true });
    await writeFile(file, JSON.stringify(managed));
    const { exitCode, stderr } = await execa("bash", [script, file, this.settings, this.state], {
      reject: false,
    });
    return { exitCode, stderr };
  }

  /** What pi writes, in its own layout. */
  async write(content: Json | string): Promise<void> {
    await mkdir(join(this.directory, "agent"), { recursive: true });
    await writeFile(this.settings, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }

  async read(): Promise<Json> {
    return JSON.parse(await readFile(this.settings, "utf8"));
  }
}

interface Merge {
  /** What pi has written. */
  readonly own?: JsonObject;
  /** What Nix manages, activation after activation. */
  readonly managed: readonly JsonObject[];
  readonly want: Json;
}
const merges: readonly (readonly [string, Merge])[] = [
  ["a new file", { managed: [{ theme: "dark" }], want: { theme: "dark" } }],
  ["pi's own keys stay", { own: { deviceId: "x" }, managed: [{ a: 1 }], want: { deviceId: "x", a: 1 } }],
  ["managed keys win", { own: { theme: "light" }, managed: [{ theme: "dark" }], want: { theme: "dark" } }],
  [
    "objects merge, at any depth",
    {
      own: { retry: { enabled: false, provider: { timeoutMs: 1 } } },
      managed: [{ retry: { enabled: true, provider: { maxRetries: 2 } } }],
      want: { retry: { enabled: true, provider: { timeoutMs: 1, maxRetries: 2 } } },
    },
  ],
  [
    "lists replace",
    { own: { packages: ["a", "b"] }, managed: [{ packages: ["c"] }], want: { packages: ["c"] } },
  ],
  ["types may change", { own: { a: { b: 1 } }, managed: [{ a: "x" }], want: { a: "x" } }],
  ["and change back", { own: { a: "x" }, managed: [{ a: { b: 1 } }], want: { a: { b: 1 } } }],
  [
    "a key that is managed no longer goes",
    { own: { own: 1 }, managed: [{ a: 1, b: 2 }, { b: 2 }], want: { own: 1, b: 2 } },
  ],
  ["and the objects that held nothing else", { own: {}, managed: [{ a: { b: { c: 1 } } }, {}], want: {} }],
  [
    "but not those that hold pi's own keys",
    { own: { a: { own: 1 } }, managed: [{ a: { b: { c: 1 } } }, {}], want: { a: { own: 1 } } },
  ],
  ["a list that is managed no longer goes whole", { own: {}, managed: [{ a: [1, 2] }, {}], want: {} }],
  [
    "a scalar that becomes an object",
    { own: {}, managed: [{ a: 1 }, { a: { b: 2 } }], want: { a: { b: 2 } } },
  ],
  ["an object that becomes a scalar", { own: {}, managed: [{ a: { b: 2 } }, { a: 1 }], want: { a: 1 } }],
  ["false and 0 are values", { own: { a: true }, managed: [{ a: false, b: 0 }, { b: 0 }], want: { b: 0 } }],
  [
    "names that mean something to jq or a shell",
    {
      own: {},
      managed: [{ "a.b": 1, "$(id)": "`id`", "'\"\\": "''" }],
      want: { "a.b": 1, "$(id)": "`id`", "'\"\\": "''" },
    },
  ],
];

describe("settings are merged", () => {
  it.each(merges)("%s", async (_, { own, managed, want }) => {
    const activation = new Activation();
    if (own !== undefined) await activation.write(own);
    for (const settings of managed) {
      expect(await activation.run(settings)).toEqual({ exitCode: 0, stderr: "" });
    }
    expect(await activation.read()).toEqual(want);
  });

  it("and once is enough; with nothing managed any more, pi's own are left", async () => {
    const own = { own: { kept: 1 } };
    const { object } = fc.letrec((tie) => ({
      object: fc.dictionary(
        fc.constantFrom("a", "b", "own", "$d"),
        fc.oneof({ depthSize: "small" }, fc.integer(), fc.string(), fc.array(fc.integer()), tie("object")),
        { minKeys: 1, maxKeys: 3, noNullPrototype: true },
      ),
    }));
    const managed = object.map((value) => JSON.parse(JSON.stringify({ ...value, own: value })) as JsonObject);
    await fc.assert(
      fc.asyncProperty(managed, async (settings) => {
        const activation = new Activation();
        await activation.write(own);
        await activation.run(settings);
        const once = await readFile(activation.settings, "utf8");
        await activation.run(settings);
        expect(await readFile(activation.settings, "utf8")).toBe(once);
        await activation.run({});
        expect(await activation.read()).toEqual(own);
      }),
      { numRuns: 8 },
    );
  });
});

describe("what is on disk is not destroyed", () => {
  it.each([
    ["broken JSON", '{"a": 1,'],
    ["a list", "[1]"],
    ["two documents", "{} {}"],
    ["only spaces", "  \n"],
  ])("%s is refused and kept", async (_, content) => {
    const activation = new Activation();
    await activation.write(content);
    expect(await activation.run({ a: 2 })).toEqual({
      exitCode: 1,
      stderr: `${activation.settings}: not a JSON object, so nothing was changed; mend or remove the file and activate again`,
    });
    expect(await readFile(activation.settings, "utf8")).toBe(content);
    expect(await readdir(join(activation.directory, "agent"))).toEqual(["settings.json"]);
    await expect(stat(activation.state)).rejects.toThrow("ENOENT");
  });

  it("an empty file counts as no settings", async () => {
    const activation = new Activation();
    await activation.write("");
    await activation.run({ a: 1 });
    expect(await activation.read()).toEqual({ a: 1 });
  });

  it("a file that says the same already is not touched", async () => {
    const activation = new Activation();
    const text = '{\n  "b": 2,\n  "a": 1\n}\n';
    await activation.write(text);
    const before = await stat(activation.settings);
    await activation.run({ a: 1 });
    expect(await readFile(activation.settings, "utf8")).toBe(text);
    expect((await stat(activation.settings)).ino).toBe(before.ino);
  });

  it("permissions stay", async () => {
    const activation = new Activation();
    await activation.write({ a: 1 });
    await chmod(activation.settings, 0o640);
    await activation.run({ a: 2 });
    expect((await stat(activation.settings)).mode & 0o777).toBe(0o640);
  });

  it("a link of the user's own is written through", async () => {
    const activation = new Activation();
    const real = join(activation.directory, "dotfiles.json");
    await mkdir(join(activation.directory, "agent"), { recursive: true });
    await writeFile(real, '{"own": 1}');
    await symlink(real, activation.settings);
    await activation.run({ a: 2 });
    expect((await lstat(activation.settings)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(real, "utf8"))).toEqual({ own: 1, a: 2 });
  });

  it("a link into the store is replaced", async () => {
    const activation = new Activation();
    await mkdir(join(activation.directory, "agent"), { recursive: true });
    await symlink("/nix/store/00000000000000000000000000000000-settings.json", activation.settings);
    await activation.run({ a: 2 });
    expect((await lstat(activation.settings)).isSymbolicLink()).toBe(false);
    expect(await activation.read()).toEqual({ a: 2 });
  });
});

it("shellcheck has nothing to say", async () => {
  const { stdout, exitCode } = await execa("shellcheck", ["--norc", script], { reject: false });
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
});
