import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { colours } from "../../src/colours.js";
import { packageRoot } from "../../src/root.js";
import { run } from "../../src/toolkit/cli/run.js";
import { type Files, harvest, plant, temporaryDirectory } from "../output/tree.js";

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
}

/** A repository with these files. */
function repository(files: Files): string {
  const directory = temporaryDirectory();
  plant(directory, files);
  return directory;
}

/** @param answers what the person at the terminal says, one after the other; nobody is there without */
async function init(
  directory: string,
  args: readonly string[],
  answers?: readonly string[],
): Promise<Outcome> {
  let [out, err] = ["", ""];
  const asked: string[] = [];
  const ask = (question: string): Promise<string> => {
    asked.push(question);
    return Promise.resolve(answers?.[asked.length - 1] ?? "");
  };
  const plain = colours(false, {});
  const status = await run(["init", ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    cwd: directory,
    env: {},
    colours: { out: plain, err: plain },
    width: 100,
    watched: false,
    ...(answers === undefined ? {} : { ask }),
  });
  return { status, out, err, asked };
}

const example = (path: string): string => readFileSync(join(packageRoot, "examples", path), "utf8");
const guideHost = [
  "--as",
  "host",
  "--host",
  "m3-kratos",
  "--user",
  "m3tam3re",
  "--root",
  "~/p",
  "--root",
  "~/work/private",
];
const otherHost = ["--host", "athena", "--user", "ada", "--root", "~/src"];

describe("nixsmith init", () => {
  it("an empty overlay repository begins as the example does", async () => {
    const directory = repository({});
    const { status, out, err } = await init(directory, ["--as", "overlay"]);
    expect({ status, out, err }).toEqual({
      status: 0,
      out: "flake.nix\nnixsmith.config.ts\n",
      err: "2 made\nnext: nixsmith generate --out modules\n",
    });
    expect(harvest(directory)).toEqual({
      "flake.nix": example("m3ta-nixpkgs/flake.nix"),
      "nixsmith.config.ts": example("m3ta-nixpkgs/nixsmith.config.ts"),
    });
  });

  it("an overlay offers the modules of the programs that it carries, and of no other", async () => {
    const directory = repository({});
    await init(directory, ["--as", "overlay", "--with", "opencode", "claude-code"]);
    const files = harvest(directory);
    expect(files["nixsmith.config.ts"]).toContain('programs: ["opencode", "claude-code"]');
    const modules = (text: string) =>
      [...text.matchAll(/^ +(?:(\w+Modules\.[\w-]+) = |.*imports = \[(\S+)\])/gm)].map(
        ([, output, path]) => output ?? path,
      );
    expect(modules(files["flake.nix"] ?? "")).toEqual([
      ...["nixosModules.opencode-agent", "./modules/nixos/opencode-agent"],
      ...["homeManagerModules.opencode", "./modules/home-manager/opencode"],
      ...["nixosModules.claude-code-agent", "./modules/nixos/claude-code-agent"],
      ...["homeManagerModules.claude-code", "./modules/home-manager/claude-code"],
    ]);
    expect(files["flake.nix"]).toContain('key = "m3ta-nixpkgs#homeManagerModules.claude-code";');
    expect(Object.values(files).join("\n")).not.toMatch(/\bpi\b/);

    const own = repository({ "flake.nix": "{outputs = _: {overlays.default = _: _: {};};}" });
    const { err } = await init(own, ["--with", "claude-code"]);
    expect(err).toContain(
      "  # outputs\n  nixosModules.claude-code-agent = {imports = [./modules/nixos/claude-code-agent];};\n  homeManagerModules.claude-code = {imports = [./modules/home-manager/claude-code];};\nnext: ",
    );
  });

  it("the guide's host repository begins as the example does", async () => {
    const directory = repository({});
    const { err } = await init(directory, guideHost);
    expect(err).toBe("5 made\nnext: nixsmith render hosts/m3-kratos.yaml\n");
    expect(harvest(directory)).toEqual({
      "flake.nix": example("nixos-config/flake.nix"),
      "home/m3tam3re.nix": example("nixos-config/home/m3tam3re.nix"),
      "hosts/m3-kratos.yaml": example("hosts/m3-kratos.yaml"),
      "hosts/m3-kratos/default.nix": example("nixos-config/hosts/m3-kratos/default.nix"),
      "hosts/m3-kratos/pi-agent.nix": example("nixos-config/hosts/m3-kratos/pi-agent.nix"),
    });
  });

  it("another host has its own names everywhere, and the overlay keeps its address", async () => {
    const directory = repository({});
    await init(directory, ["--as", "host", ...otherHost]);
    const files = harvest(directory);
    expect(Object.keys(files)).toEqual([
      "flake.nix",
      "home/ada.nix",
      "hosts/athena/default.nix",
      "hosts/athena/pi-agent.nix",
      "hosts/athena.yaml",
    ]);
    const text = Object.values(files).join("\n");
    expect(text).not.toMatch(/m3-kratos|(?<!m3ta\.dev\/)m3tam3re|work\/private/);
    expect(text).toContain("git+https://code.m3ta.dev/m3tam3re/nixpkgs");
    expect(files["hosts/athena/pi-agent.nix"]).toContain('ada = {\n        projectRoots = ["~/src"];');
    expect(files["hosts/athena.yaml"]).toContain('projectRoots: ["~/src"]');
  });

  it("a host takes its modules from the overlay that is named", async () => {
    const overlay = "git+file:///home/ada/overlay";
    const directory = repository({});
    await init(directory, ["--as", "host", ...otherHost, "--overlay", overlay]);
    expect(harvest(directory)["flake.nix"]).toContain(`url = "${overlay}";`);
    const flake = "{outputs = {nixpkgs, ...}: {nixosConfigurations.athena = nixpkgs.lib.nixosSystem {};};}";
    const { err } = await init(repository({ "flake.nix": flake }), ["--user", "ada", "--overlay", overlay]);
    expect(err).toContain(`m3ta-nixpkgs.url = "${overlay}";`);
  });

  it("names that are no plain words are quoted where they must be", async () => {
    const directory = repository({});
    const { status } = await init(directory, [
      "--as",
      "host",
      "--host",
      "1984",
      "--user",
      "_w",
      "--root",
      '~/a "b" ${c}',
      "--root",
      "/srv/x",
    ]);
    expect(status).toBe(0);
    const files = harvest(directory);
    expect(files["flake.nix"]).toContain('nixosConfigurations."1984" = ');
    expect(files["hosts/1984.yaml"]).toContain('networking.hostName: "1984"');
    expect(files["hosts/1984/pi-agent.nix"]).toContain('projectRoots = ["~/a \\"b\\" \\${c}" "/srv/x"];');
  });

  it("a repository with a flake.nix gets only what stands by itself, and is told the rest", async () => {
    const flake = "{outputs = {nixpkgs, ...}: {nixosConfigurations.athena = nixpkgs.lib.nixosSystem {};};}";
    const directory = repository({ "flake.nix": flake });
    const { out, err } = await init(directory, ["--user", "ada"]);
    expect(out).toBe("hosts/athena.yaml\nhosts/athena/pi-agent.nix\n");
    expect(err).toContain(
      "2 made\nleft as they are: flake.nix\nto add to flake.nix:\n  # inputs\n  m3ta-nixpkgs.url = ",
    );
    expect(err).toContain("\n  # modules of athena\n  m3ta-nixpkgs.nixosModules.pi-agent\n");
    expect(harvest(directory)["flake.nix"]).toBe(flake);

    const overlay = repository({ "flake.nix": "{outputs = _: {overlays.default = _: _: {};};}" });
    const told = await init(overlay, []);
    expect(told).toMatchObject({ status: 0, out: "nixsmith.config.ts\n" });
    expect(told.err).toContain("1 made\nleft as they are: flake.nix\nto add to flake.nix:\n");
    expect(told.err).toContain("next: nixsmith generate --out modules\n");
  });

  it("never touches a file that is there, and a second time makes nothing", async () => {
    const mine = { "hosts/athena/pi-agent.nix": "mine\n" };
    const directory = repository(mine);
    await init(directory, ["--as", "host", ...otherHost]);
    const before = harvest(directory);
    expect(before).toMatchObject(mine);
    const { out, err } = await init(directory, ["--as", "host", ...otherHost]);
    expect(out).toBe("");
    expect(err).toContain(
      "nothing to make\nleft as they are: flake.nix, hosts/athena.yaml, hosts/athena/pi-agent.nix\n",
    );
    expect(harvest(directory)).toEqual(before);
  });

  it("works in a directory of another name, and says how to get there", async () => {
    const directory = repository({});
    const { err } = await init(directory, ["my repo", "--as", "overlay"]);
    expect(err).toBe("2 made\nnext: cd 'my repo' && nixsmith generate --out modules\n");
    expect(harvest(directory)).toHaveProperty("my repo/flake.nix");
  });

  it("asks a person only what it cannot see", async () => {
    const empty = await init(repository({}), [], ["host", " athena ", "ada"]);
    expect(empty.status).toBe(0);
    expect(empty.out).toContain("hosts/athena/pi-agent.nix\n");
    expect(empty.asked).toHaveLength(3);

    const overlay = await init(repository({ "flake.nix": "{outputs = _: {packages = {};};}" }), [], []);
    expect(overlay).toMatchObject({ status: 0, asked: ["Which programs does it carry? (pi) "] });

    const two =
      "{outputs = _: {nixosConfigurations.a = x.nixosSystem {}; nixosConfigurations.b = x.nixosSystem {};};}";
    const several = await init(repository({ "flake.nix": two }), ["--user", "ada"], ["b"]);
    expect(several.asked).toEqual(["Which host: a, b? (letters, digits and dashes) "]);
    expect(several.out).toContain("hosts/b/pi-agent.nix");
  });

  it("--json gives the result as data", async () => {
    const { out, err } = await init(repository({}), ["--as", "overlay", "--json"]);
    expect(err).toBe("");
    expect(JSON.parse(out)).toEqual({
      kind: "overlay",
      made: ["flake.nix", "nixsmith.config.ts"],
      kept: [],
      add: [],
      next: "nixsmith generate --out modules",
    });
  });

  const refusals: readonly [
    string,
    { readonly given: readonly string[]; readonly want: string; readonly answers?: string[] },
  ][] = [
    [
      "a repository that could be either, with nobody to ask",
      {
        given: [],
        want: "nixsmith: Does this repository carry the modules for others (overlay), or does its host use them (host)?\n  expected: overlay or host\n  to mend: say it: --as overlay or --as host\n",
      },
    ],
    [
      "a host without a name",
      {
        given: ["--as", "host"],
        want: "What is the host's name?\n  expected: letters, digits and dashes\n  to mend: say it: --host NAME\n",
      },
    ],
    ["a kind that there is not", { given: ["--as", "both"], want: "Allowed choices are overlay, host." }],
    [
      "an answer that is none",
      { given: [], answers: ["perhaps"], want: '"perhaps" is no answer to: Does this repository' },
    ],
    ["an empty answer", { given: [], answers: [""], want: '"" is no answer to: Does this repository' }],
    [
      "a host name with dots",
      {
        given: ["--as", "host", "--host", "a.b", "--user", "ada"],
        want: '"a.b" is no answer to: What is the host\'s name?',
      },
    ],
    [
      "a way out by the host's name",
      { given: ["--as", "host", "--host", "../x", "--user", "ada"], want: '"../x" is no answer' },
    ],
    [
      "root as the user",
      {
        given: ["--as", "host", "--host", "a", "--user", "root"],
        want: '"root" is no answer to: Which of its users',
      },
    ],
    [
      "a user whom YAML would take for no user",
      { given: ["--as", "host", "--host", "a", "--user", "null"], want: '"null" is no answer' },
    ],
    [
      "a project root that the module refuses",
      {
        given: ["--as", "host", "--host", "a", "--user", "ada", "--root", "src"],
        want: 'hosts/a.yaml:15:22: m3ta.pi-agent.hostUsers.ada.projectRoots: "src" is neither absolute nor below the home',
      },
    ],
  ];
  it.each(refusals)("refuses %s, and makes nothing", async (_, { given, want, answers }) => {
    const directory = repository({});
    const { status, out, err } = await init(directory, given, answers);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(want);
    expect(harvest(directory)).toEqual({});
  });

  it("does not follow a link out of the repository", async () => {
    const outside = temporaryDirectory();
    const directory = repository({});
    mkdirSync(join(directory, "home"));
    symlinkSync(outside, join(directory, "hosts"));
    const { status, err } = await init(directory, ["--as", "host", ...otherHost]);
    expect(status).toBe(2);
    expect(err).toContain("a link leads out of the output directory");
    expect(harvest(outside)).toEqual({});
  });
});
