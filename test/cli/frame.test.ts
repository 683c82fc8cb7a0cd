import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { colours } from "../../src/colours.js";
import { packageRoot, packageVersion } from "../../src/root.js";
import { nixsmith } from "./command.js";

const guideHost = join(packageRoot, "examples/hosts/m3-kratos.yaml");

describe("the command line", () => {
  it.each([
    ["--version", [["--version"], `${packageVersion()}\n`]],
    ["-V", [["-V"], `${packageVersion()}\n`]],
  ] as const)("%s prints the version and nothing else", async (_, [argv, out]) => {
    expect(await nixsmith(argv)).toEqual({ status: 0, out, err: "" });
  });

  it("--help goes to stdout, exit 0", async () => {
    const { status, out, err } = await nixsmith(["--help"]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    for (const command of ["generate", "render", "verify", "import"]) expect(out).toContain(`  ${command} `);
  });

  it("without a command, help goes to stderr, exit 2", async () => {
    const { status, out, err } = await nixsmith([]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("Usage: nixsmith");
  });

  it.each<readonly [string, { given: readonly string[]; want: string }]>([
    [
      "an unknown command",
      { given: ["genrate"], want: "unknown command 'genrate'\n(Did you mean generate?)" },
    ],
    [
      "an unknown option",
      { given: ["generate", "--chek"], want: "unknown option '--chek'\n(Did you mean --check?)" },
    ],
    [
      "an option of another command",
      { given: ["generate", "--runner", "x"], want: "unknown option '--runner'" },
    ],
    ["a missing argument", { given: ["render"], want: "missing required argument 'host.yaml'" }],
    ["too many arguments", { given: ["verify", "a", "b"], want: "too many arguments" }],
    [
      "an option without its value",
      { given: ["generate", "--out"], want: "option '--out <dir>' argument missing" },
    ],
    ["an unknown import", { given: ["import", "json-shema", "x"], want: '; did you mean "json-schema"?' }],
  ])("refuses %s, exit 2", async (_, { given, want }) => {
    const { status, out, err } = await nixsmith(given);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(want);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("says where a missing file is, without a stack", async () => {
    const { status, out, err } = await nixsmith(["render", "nope.yaml"], { cwd: "/tmp" });
    expect({ status, out, err }).toEqual({
      status: 2,
      out: "",
      err: [
        "nixsmith: /tmp/nope.yaml: no such file or directory",
        "  expected: a host file, which is YAML text",
        "  to mend: correct the path, or begin a host: nixsmith init --as host",
        "",
      ].join("\n"),
    });
  });

  it.each([["before"], ["after"]])("shows the stack with --debug %s the command", async (place) => {
    const argv = place === "before" ? ["--debug", "render", "nope.yaml"] : ["render", "nope.yaml", "--debug"];
    expect((await nixsmith(argv, { cwd: "/tmp" })).err).toMatch(/\n\s+at /);
  });
});

describe("colours", () => {
  it.each<readonly [string, { given: Parameters<typeof colours>; want: boolean }]>([
    ["on a terminal", { given: [true, { TERM: "xterm" }], want: true }],
    ["not in a pipe", { given: [undefined, { TERM: "xterm" }], want: false }],
    ["not with NO_COLOR", { given: [true, { NO_COLOR: "1" }], want: false }],
    ["with an empty NO_COLOR, which means nothing", { given: [true, { NO_COLOR: "" }], want: true }],
    ["not on a dumb terminal", { given: [true, { TERM: "dumb" }], want: false }],
  ])("%s", (_, { given, want }) => {
    expect(colours(...given).red("x") !== "x").toBe(want);
  });
});

describe("the built program", () => {
  const main = join(packageRoot, "dist/src/toolkit/cli/main.js");
  const program = (): string => {
    if (!existsSync(main)) throw new Error("there is no build; npm run build makes one");
    return main;
  };

  it("is quiet when its reader goes away, and keeps its exit status", async () => {
    const script = 'node "$1" render "$2" --json | head -c 1 >/dev/null; echo "${PIPESTATUS[0]}"';
    const { stdout, stderr } = await execa("bash", ["-c", script, "sh", program(), guideHost]);
    expect({ stdout, stderr }).toEqual({ stdout: "0", stderr: "" });
  });

  it("loads none of its heavy parts for --help", () => {
    const loaded = staticImports(program());
    expect(loaded).toContain("commander");
    for (const heavy of ["zod", "ts-morph", "handlebars", "yaml", "diff", "execa"])
      expect(loaded).not.toContain(heavy);
  });

  it("generates what the sources generate, with neither zod nor Handlebars' compiler", async () => {
    const { stdout, stderr } = await execa("node", [program(), "generate", "--check", "--out", "modules"], {
      cwd: packageRoot,
    });
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: expect.stringMatching(/^modules: \d+ fresh$/) });
    const loaded = [...staticImports(join(dirname(program()), "generate.js"))];
    expect(loaded.filter((name) => !/^(?:\/|node:)/.test(name))).toEqual(["handlebars/runtime.js"]);
  });
});

/** Packages that a module and the modules it imports need before the first line of them runs. */
function staticImports(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export)\b[^;]*?from "([^"]+)";/gm,
  )) {
    if (name.startsWith(".")) staticImports(resolve(dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}
