import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { optionsJson } from "../../src/compiler/docs/options-json.js";
import type { Module } from "../../src/compiler/ir/types.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { piAgentModule, programs, settings } from "../support/pi.js";
import { commit, diff, directory, type Files, git, inModules, put, repository } from "./command.js";

const tree = inModules(artefacts(programs));
const snapshotName = "modules/nixsmith.json";
const snapshot = String(tree[snapshotName]);
const text = (path: string): string => String(tree[path]);

/** The tree with one property of the policy loosened, as if it had been generated so. */
const loosened: Files = {
  ...tree,
  [snapshotName]: snapshot
    .replace('"property":"ProtectSystem","value":"strict"', '"property":"ProtectSystem","value":"full"')
    .replace(/("property": "ProtectSystem",\s+"value": )"strict"/, '$1"full"'),
};

const module: Module = {
  ...piAgentModule,
  definitions: { ...settings.definitions, settings: settings.type },
  upstream: "pi",
};
const documented = (over: Partial<Module> = {}): string =>
  JSON.stringify(optionsJson([{ ...module, ...over }], () => ["options.nix"]));
const fewer = { options: module.options.filter(({ name }) => name !== "stateDir") };

describe("what can be compared", () => {
  it("is not what these tests take for granted", () => {
    expect(loosened[snapshotName]).not.toEqual(snapshot);
  });

  it("a commit with the working tree", async () => {
    const path = repository(tree);
    put(path, loosened);
    const { status, out, err } = await diff(path, "HEAD");
    expect({ status, err }).toEqual({ status: 1, err: "" });
    expect(out).toContain("HEAD -> the working tree");
    expect(out).toContain("ProtectSystem allows more in the flags and the drop-in");
    expect(out).toContain("nixsmith.json: hardening differs, and no code differs");
    expect(out).toMatch(/\n2 security\n$/);
  });

  it("two commits, from a directory inside the repository", async () => {
    const path = repository({ ...tree, "modules/sub/readme": "" }, loosened);
    const { status, out } = await diff(join(path, "modules/sub"), "HEAD~1:modules", "main:./..");
    expect({ status, first: out.split("\n")[0] }).toEqual({
      status: 1,
      first: "HEAD~1:modules -> main:./..",
    });
  });

  it("a file of a commit with one of the working tree", async () => {
    const path = repository(tree);
    put(path, loosened);
    expect((await diff(path, `main:${snapshotName}`)).status).toBe(1);
    expect((await diff(path, `main:${snapshotName}`, `./${snapshotName}`)).status).toBe(1);
  });

  it("directories without git, either of the tree or with it in modules/", async () => {
    const path = directory({ ...prefixed("old/", tree), ...prefixed("new/", loosened) });
    expect((await diff(path, "old", "new/modules")).status).toBe(1);
    expect((await diff(path, "./old", "./old")).out).toBe("./old -> ./old\n\nno change\n");
  });

  it("options.json of any project, either way", async () => {
    const path = directory({ "old.json": documented(), "new.json": documented(fewer) });
    const there = await diff(path, "old.json", "new.json");
    expect(there.out).toContain("m3ta.pi-agent.stateDir was removed");
    expect(there.status).toBe(1);
    expect((await diff(path, "new.json", "old.json")).out).toContain("m3ta.pi-agent.stateDir is new");
  });

  it("options.json with a tree: what both know is compared", async () => {
    const path = directory({ ...tree, "old.json": documented() });
    const { out } = await diff(path, "old.json");
    expect(out).toContain("coding.agents.pi.enable is new");
    expect(out).not.toMatch(/m3ta/);
  });

  it("nothing with a file, as git's diff drivers ask for", async () => {
    const path = directory(tree);
    const { status, out } = await diff(path, "/dev/null", `./${snapshotName}`);
    expect(status).toBe(0);
    expect(out).toContain("m3ta.pi-agent.enable is new");
  });
});

const prefixed = (prefix: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [prefix + name, content]));

describe("what else it says", () => {
  it("that a comment differs, as Nix' own parser confirms", async () => {
    const changed = "modules/nixos/pi-agent/default.nix";
    const cosmetic = { ...tree, [changed]: `${text(changed)}# A comment more.\n` };
    const hashed = inModules(artefacts(programs, toArtefacts(cosmetic)));
    const { status, out } = await diff(repository(tree, hashed), "HEAD~1");
    expect({ status, sum: out.trimEnd().split("\n").at(-1) }).toEqual({ status: 0, sum: "1 info" });
    expect(out).toContain(
      "differs in comments and layout only; Nix' own parser confirms it  wiring-reworded",
    );
  });

  it("that the snapshot differs in words alone", async () => {
    const path = repository(tree);
    const { hardening, ...rest } = JSON.parse(snapshot);
    const [first, ...others] = hardening;
    const reworded = { ...rest, hardening: [{ ...first, reason: "Because." }, ...others] };
    put(path, { [snapshotName]: JSON.stringify(reworded) });
    const { status, out } = await diff(path, "HEAD");
    expect(status).toBe(0);
    expect(out).toContain("nixsmith.json says the same in other words");
  });

  it("that there are files which the snapshot does not list, links and modes", async () => {
    const path = repository(tree);
    const runner = join(path, "modules/nixos/pi-agent/runner.sh");
    put(path, { "modules/nixos/pi-agent/more.nix": "{ }\n", "modules/binary": new Uint8Array([0, 255]) });
    chmodSync(runner, 0o755);
    rmSync(join(path, "modules/pi/settings.nix"));
    symlinkSync("models.nix", join(path, "modules/pi/settings.nix"));
    const { status, out } = await diff(path, "HEAD");
    expect(status).toBe(1);
    for (const said of [
      "nixos/pi-agent/more.nix is in the tree, and its nixsmith.json does not list it",
      "binary is in the tree, and its nixsmith.json does not list it",
      "nixos/pi-agent/runner.sh is an executable file now",
      "pi/settings.nix is a link now",
      "pi/settings.nix was edited after it was generated",
    ])
      expect(out).toContain(said);
    git(path, "add", "--all");
    git(path, "commit", "--quiet", "--message=all of it");
    const committed = await diff(path, "HEAD~1", "HEAD");
    expect(
      committed.out.replace("HEAD~1 -> HEAD", "HEAD -> the working tree").replace(/\[\w+\]/g, ""),
    ).toContain("nixos/pi-agent/runner.sh is an executable file now");
    for (const said of ["more.nix is in the tree", "binary is in the tree", "pi/settings.nix is a link now"])
      expect(committed.out).toContain(said);
  });

  it("nothing of what else lies at the top of a repository, or among other modules", async () => {
    const other = { "README.md": "Ours.\n", "modules/nixos/other.nix": "{ }\n" };
    const path = repository({ ...tree, ...other });
    put(path, {
      "README.md": "Mine.\n",
      "modules/nixos/other.nix": "{ a = 1; }\n",
      "modules/nixos/new.nix": "{ }\n",
    });
    expect((await diff(path, "HEAD")).out).toContain("no change\n");
  });

  it("that an entry is gone from the snapshot while its file is there", async () => {
    const path = repository(tree);
    const { files, ...rest } = JSON.parse(snapshot);
    const { "nixos/pi-agent/runner.sh": _, ...fewer } = files;
    put(path, {
      [snapshotName]: JSON.stringify({ ...rest, files: fewer }),
      "modules/nixos/pi-agent/runner.sh": "true\n",
    });
    const { status, out } = await diff(path, "HEAD");
    expect(status).toBe(1);
    expect(out).toContain("nixos/pi-agent/runner.sh is in the tree, and its nixsmith.json does not list it");
  });

  it("that a header hides no line of code", async () => {
    const changed = "modules/nixos/pi-agent/runner.sh";
    const [marker, , ...lines] = text(changed).split("\n");
    const path = repository(
      tree,
      inModules(
        artefacts(programs, toArtefacts({ ...tree, [changed]: [marker, "umask 000", ...lines].join("\n") })),
      ),
    );
    const { status, out } = await diff(path, "HEAD~1");
    expect(status).toBe(1);
    expect(out).toContain("nixos/pi-agent/runner.sh holds other code");
  });

  it("that another version of nixsmith alone is no change", async () => {
    const older = Object.entries(tree).map(([name, content]) => [
      name,
      String(content).replace(/Generated by nixsmith \S+;/, "Generated by nixsmith 0.0.1;"),
    ]);
    const { out } = await diff(repository(Object.fromEntries(older), tree), "HEAD~1");
    expect(out).toContain("no change\n");
  });

  it("that a file was edited by hand", async () => {
    const path = repository(tree);
    put(path, { "modules/nixos/pi-agent/default.nix": `${text("modules/nixos/pi-agent/default.nix")}\n` });
    const { status, out } = await diff(path, "HEAD");
    expect(status).toBe(1);
    expect(out).toContain("nixos/pi-agent/default.nix was edited after it was generated");
  });

  it("that a named commit leaves out what is not committed", async () => {
    const path = repository(tree, {});
    put(path, loosened);
    const { status, err } = await diff(path, "HEAD~1", "HEAD");
    expect(status).toBe(0);
    expect(err).toBe(
      "note: there are uncommitted changes, which HEAD does not have; leave HEAD out to compare them\n",
    );
  });
});

const toArtefacts = (files: Files) =>
  Object.entries(files)
    .filter(([name]) => name !== snapshotName)
    .map(([name, content]) => ({ path: name.replace("modules/", ""), content: String(content) }));

describe("what cannot be compared: status 2, one clear message, nothing on stdout", () => {
  const notATree = "there is no nixsmith.json here, nor in modules/";
  const table: readonly [string, { given: () => readonly [string, ...string[]]; want: string }][] = [
    ["no base", { given: () => [directory()], want: "what to compare with is missing" }],
    ["an empty base", { given: () => [repository(tree), ""], want: "what to compare is an empty word" }],
    [
      "an empty head",
      { given: () => [repository(tree), "main", ""], want: "what to compare is an empty word" },
    ],
    [
      "a ref that does not exist",
      {
        given: () => [repository(tree), "nosuch"],
        want: "nosuch is neither a file here nor a commit that this repository has",
      },
    ],
    [
      "a branch that only the remote has",
      {
        given: () => [clone(repository(tree), "--single-branch"), "other"],
        want: "to mend: write origin/other",
      },
    ],
    [
      "a commit beyond a shallow clone",
      {
        given: () => [clone(repository(tree, {}), "--depth=1"), "HEAD~1"],
        want: "to mend: this clone is shallow: run `git fetch --unshallow`",
      },
    ],
    [
      "a ref that looks like an option of git",
      {
        given: () => [repository(tree), "--", "--output=x"],
        want: "--output=x is neither a file here nor a commit",
      },
    ],
    [
      "a directory without git",
      {
        given: () => [directory(tree), "main"],
        want: "main is no file here, and git cannot look for it: fatal: not a git repository",
      },
    ],
    [
      "a path that a commit does not have",
      {
        given: () => [repository(tree), "main:nosuch"],
        want: "main:nosuch: there is no such file or directory",
      },
    ],
    [
      "a commit without a tree of ours",
      { given: () => [repository({ readme: "" }), "main"], want: `main:: ${notATree}` },
    ],
    [
      "a directory without a tree of ours",
      { given: () => [directory({ readme: "" }), "."], want: `.: ${notATree}` },
    ],
    [
      "a name that is a file and a ref",
      {
        given: () => [repository({ ...tree, main: "x" }), "main"],
        want: "main is a file or directory here, and a git ref",
      },
    ],
    [
      "no JSON",
      { given: () => [directory({ "a.json": "{" }), "a.json", "a.json"], want: "a.json: this is not JSON" },
    ],
    [
      "an unresolved merge",
      {
        given: () => [directory({ [snapshotName]: `<<<<<<< ours\n${snapshot}` }), "."],
        want: "modules/nixsmith.json: the file holds an unresolved merge",
      },
    ],
    [
      "JSON that is no options.json",
      {
        given: () => [directory({ "a.json": '{"x":{"type":1}}' }), "a.json", "a.json"],
        want: "a.json, x: this is no option documentation",
      },
    ],
    [
      "a snapshot of another form",
      {
        given: () => [directory({ [snapshotName]: snapshot.replace('"format": 1', '"format": 2') }), "."],
        want: "modules/nixsmith.json, format:",
      },
    ],
    [
      "a snapshot that names files outside of the tree",
      {
        given: () => [
          directory({
            ...tree,
            [snapshotName]: snapshot.replace('"files": {', '"files": {"../../etc/passwd":"",'),
          }),
          ".",
        ],
        want: "modules/nixsmith.json, files.../../etc/passwd:",
      },
    ],
    [
      "a snapshot nested too deeply",
      {
        given: () => [
          directory({
            [snapshotName]: snapshot.replace(
              /"value":"private"|"value": "private"/,
              `"value":${"[".repeat(5e4)}${"]".repeat(5e4)}`,
            ),
          }),
          ".",
        ],
        want: "modules/nixsmith.json",
      },
    ],
    [
      "a binary file",
      {
        given: () => [directory({ "a.json": new Uint8Array([123, 0, 125]) }), "a.json", "a.json"],
        want: "a.json: this is a binary file",
      },
    ],
    [
      "a file that is not UTF-8",
      {
        given: () => [directory({ "a.json": new Uint8Array([123, 255, 125]) }), "a.json", "a.json"],
        want: "a.json: this is not UTF-8 text",
      },
    ],
    [
      "a binary file in a commit",
      {
        given: () => [repository({ ...tree, "modules/pi/settings.nix": new Uint8Array([0]) }), "main"],
        want: "main:modules/pi/settings.nix: this is a binary file",
      },
    ],
    [
      "a huge file",
      { given: () => [huge(), "./huge.json", "./huge.json"], want: "huge.json: the file has 70000000 bytes" },
    ],
    [
      "a huge file in a commit",
      {
        given: () => [committed(huge()), "main:huge.json", "main:huge.json"],
        want: "main:huge.json: the file has 70000000 bytes",
      },
    ],
    [
      "a link out of the tree",
      {
        given: () => [linked("/etc/hostname"), "."],
        want: "modules/pi/settings.nix: a link leads out of the tree",
      },
    ],
    ["a FIFO", { given: () => [fifo(), "./a.json", "./a.json"], want: "a.json: this is not a regular file" }],
    [
      "a severity that there is not",
      { given: () => [directory(tree), ".", "--fail-on", "fatal"], want: "argument 'fatal' is invalid" },
    ],
    [
      "a missing ignore file",
      { given: () => [directory(tree), ".", "--ignore", "nosuch.yaml"], want: "no such file or directory" },
    ],
  ];

  it.each(table)("%s", async (_, { given, want }) => {
    const [cwd, ...args] = given();
    const { status, out, err } = await diff(cwd, ...args);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(want);
    expect(err).not.toMatch(/\n\s+at |internal error/);
  });

  it("a ref on a machine without git", async () => {
    const path = directory(tree);
    vi.stubEnv("PATH", path);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(await diff(path, "main")).toMatchObject({
      status: 2,
      err: expect.stringContaining("git could not be run"),
    });
  });
});

function clone(from: string, option: string): string {
  git(from, "branch", "other");
  const to = directory();
  git(to, "clone", "--quiet", option, "--no-local", `file://${from}`, ".");
  if (option === "--single-branch") git(to, "fetch", "--quiet", "origin", "other:refs/remotes/origin/other");
  return to;
}

function huge(): string {
  const path = directory({ "huge.json": "{}" });
  truncateSync(join(path, "huge.json"), 70_000_000);
  return path;
}

function committed(path: string): string {
  git(path, "init", "--quiet", "--initial-branch=main");
  commit(path, {});
  return path;
}

function linked(target: string): string {
  const { "modules/pi/settings.nix": _, ...rest } = tree;
  const path = directory(rest);
  symlinkSync(target, join(path, "modules/pi/settings.nix"));
  return path;
}

function fifo(): string {
  const path = directory();
  execFileSync("mkfifo", [join(path, "a.json")]);
  return path;
}
