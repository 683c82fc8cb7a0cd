import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { packageRoot } from "../../src/root.js";
import { type Files, plant, temporaryDirectory } from "../output/tree.js";
import { nixsmith } from "./command.js";

/** What a newcomer gets wrong on the way through the tutorial, and what they are told. */
interface Told {
  /** Every line on stderr; HERE stands for the current directory. */
  readonly want: readonly string[];
  /** Of the command; 2 unless it could run. */
  readonly status?: 0 | 1;
}

const host = `networking.hostName: laptop
users.users:
  alice: {isNormalUser: true}
m3ta.pi-agent:
  enable: true
  hostUsers:
    alice:
      projectRoots: ["~/projects"]
`;

describe("a mistake in a host file", () => {
  const root = "m3ta.pi-agent.hostUsers.alice.projectRoots";
  const enable = "  enable: true\n";

  it.each<readonly [string, { readonly replace: string; readonly by: string; readonly want: string }]>([
    [
      "a typo in an option's name",
      {
        replace: "projectRoots",
        by: "projectroots",
        want: `8:7: m3ta.pi-agent.hostUsers.alice.projectroots: there is no such option; did you mean "projectRoots"?`,
      },
    ],
    [
      "a wrong type",
      {
        replace: "enable: true",
        by: "enable: maybe",
        want: '5:11: m3ta.pi-agent.enable: expected true or false, found "maybe"',
      },
    ],
    [
      "a number that has to be text",
      {
        replace: enable,
        by: `${enable}  environment: {PI_TELEMETRY: 0}\n`,
        want: "6:31: m3ta.pi-agent.environment.PI_TELEMETRY: expected text, found 0; put it in quotes",
      },
    ],
    [
      "a value that is none of those there are",
      {
        replace: enable,
        by: `${enable}  projectAccess: nfs\n`,
        want: '6:18: m3ta.pi-agent.projectAccess: expected one of "idmap", "acl", found "nfs"',
      },
    ],
    [
      "one root where there is a list",
      {
        replace: '["~/projects"]',
        by: '"~/projects"',
        want: `8:21: ${root}: expected a list, found "~/projects"`,
      },
    ],
    [
      "a relative root",
      {
        replace: "~/projects",
        by: "projects",
        want: `8:22: ${root}: "projects" is neither absolute nor below the home; begin it with / or ~/`,
      },
    ],
    [
      "the home as a root",
      {
        replace: "~/projects",
        by: "/home/alice",
        want: `8:22: ${root}: "/home/alice" is / or a whole home directory; name a directory below the home`,
      },
    ],
    [
      "the home as a root, without quotes",
      {
        replace: '"~/projects"',
        by: "~",
        want: `8:22: ${root}[0]: expected text, found nothing; ~ means nothing too, unless it is in quotes`,
      },
    ],
    [
      "a user whom the host does not have",
      {
        replace: "    alice:",
        by: "    alicia:",
        want: "7:5: m3ta.pi-agent.hostUsers.alicia: this host has no such user; declare users.users.alicia, or remove the entry; there are alice",
      },
    ],
    [
      "a user who stands twice",
      {
        replace: "    alice:\n",
        by: '    alice: {projectRoots: ["~/p"]}\n    alice:\n',
        want: "8:5: m3ta.pi-agent.hostUsers.alice: the name stands twice; the first is at line 7",
      },
    ],
    [
      "a path taken apart, as in Nix",
      {
        replace: "m3ta.pi-agent:",
        by: "m3ta:\n pi-agent:",
        want: '4:1: m3ta: there is no such option; write the path as one name, "m3ta.pi-agent"',
      },
    ],
    [
      "a tab",
      {
        replace: "  enable",
        by: "\tenable",
        want: "5:1: this is not YAML: Tabs are not allowed as indentation; indent with spaces",
      },
    ],
    [
      "a list that does not end",
      {
        replace: '"]',
        by: '"',
        want: "9:1: this is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      },
    ],
    [
      "a line of the sandbox loosened",
      {
        replace: enable,
        by: `${enable}  hardening: {extraProperties: {NoNewPrivileges: false}}\n`,
        want: "6:33: m3ta.pi-agent.hardening.extraProperties.NoNewPrivileges: this would loosen the built-in policy; remove it, or choose a stricter value",
      },
    ],
    [
      "a variable that the runner sets",
      {
        replace: enable,
        by: `${enable}  environment: {PATH: /bin}\n`,
        want: "6:17: m3ta.pi-agent.environment.PATH: the runner sets this variable itself; remove it",
      },
    ],
    [
      "two programs of one name",
      {
        replace: enable,
        by: `${enable}  wrapper: {hideDirectBinary: false}\n`,
        want: '6:3: m3ta.pi-agent.wrapper.commandName: the direct binary is called "pi" too; choose another name, such as "pi-isolated", or keep the direct package off PATH and set wrapper.hideDirectBinary = true',
      },
    ],
  ])("%s", async (_, { replace, by, want }) => {
    const cwd = temporaryDirectory();
    plant(cwd, { "laptop.yaml": host.replace(replace, by) });
    const told = await nixsmith(["render", "laptop.yaml"], { cwd });
    expect(told).toEqual({ status: 2, out: "", err: `nixsmith: laptop.yaml:${want}\n` });
  });
});

interface Mistake extends Told {
  readonly given: readonly string[];
  readonly files?: Files;
}

const refForms =
  "  expected: a git ref (main, HEAD~1, main:path), a directory, a file (nixsmith.json, options.json), or a schema version (NAME@VERSION)";

describe("a mistake on the command line", () => {
  /** A registry that has nothing. */
  const registry = createServer((_, response) => response.writeHead(404).end("{}"));
  beforeAll(async () => {
    await new Promise<void>((done) => registry.listen(0, "127.0.0.1", done));
    const address = registry.address();
    if (address === null || typeof address === "string") throw new Error("the registry has no port");
    vi.stubEnv("npm_config_registry", `http://127.0.0.1:${address.port}/`);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    registry.close();
  });

  it.each<readonly [string, Mistake]>([
    [
      "an unknown command",
      {
        given: ["rendr", "laptop.yaml"],
        want: ["error: unknown command 'rendr'", "(Did you mean render?)", "(--help shows what there is)"],
      },
    ],
    [
      "a wrong flag",
      {
        given: ["render", "laptop.yaml", "--jsn"],
        want: ["error: unknown option '--jsn'", "(Did you mean --json?)", "(--help shows what there is)"],
      },
    ],
    [
      "no host file named",
      {
        given: ["render"],
        want: ["error: missing required argument 'host.yaml'", "(--help shows what there is)"],
      },
    ],
    [
      "no such host file",
      {
        given: ["render", "hosts/laptop.yaml"],
        want: [
          "nixsmith: HERE/hosts/laptop.yaml: no such file or directory",
          "  expected: a host file, which is YAML text",
          "  to mend: correct the path, or begin a host: nixsmith init --as host",
        ],
      },
    ],
    [
      "a directory in place of a host file",
      {
        given: ["render", "."],
        want: ["nixsmith: .: this is a directory; expected a host file, which is YAML text"],
      },
    ],
    [
      "an empty host file",
      {
        files: { "empty.yaml": "" },
        given: ["render", "empty.yaml"],
        want: [
          "nixsmith: empty.yaml:1:1: the file is empty; expected a host's options, such as m3ta.pi-agent",
        ],
      },
    ],
    [
      "nobody who may start the agent",
      {
        files: { "nobody.yaml": "m3ta.pi-agent: {enable: true, hostUsers: {}}\n" },
        given: ["render", "nobody.yaml"],
        status: 0,
        want: [
          "warning: m3ta.pi-agent.hostUsers: the set is empty, so nobody can start the agent; name the users who may",
        ],
      },
    ],
    [
      "settings with a comma too many",
      {
        files: { "settings.json": '{\n  "theme": "dark",\n}\n' },
        given: ["render", "laptop.yaml", "--host-settings", "settings.json"],
        want: [
          "nixsmith: settings.json:3:1: this is no settings.json of pi: Expected double-quoted property name",
          "  expected: a JSON object, without comments or a comma after its last entry",
        ],
      },
    ],
    [
      "a page where something else is",
      {
        files: { "notes.html": "<p>mine</p>\n" },
        given: ["render", "laptop.yaml", "--html", "notes.html"],
        want: [
          "nixsmith: HERE/notes.html: the file was not made by nixsmith",
          "  expected: nixsmith's header in its first lines",
          "  to mend: move it away, or overwrite it with --force",
        ],
      },
    ],
    [
      "modules where other files are",
      {
        files: { "modules/nixos/pi-agent/default.nix": "{}\n" },
        given: ["generate"],
        want: [
          "nixsmith: HERE/modules/nixos/pi-agent/default.nix: the file was not made by nixsmith",
          "  expected: nixsmith's header in its first lines",
          "  to mend: move it away, or overwrite it with --force",
        ],
      },
    ],
    [
      "modules where a file is",
      {
        given: ["generate", "--out", "laptop.yaml"],
        want: [
          "nixsmith: HERE/laptop.yaml: something else is in the way",
          "  expected: a directory, or nothing",
          "  to mend: move it away",
        ],
      },
    ],
    [
      "modules where nothing can be written",
      {
        given: ["generate", "--out", "/proc/nixsmith"],
        want: ["nixsmith: /proc/nixsmith: no directory can be made here", "  to mend: choose another place"],
      },
    ],
    [
      "nothing to verify",
      {
        given: ["verify"],
        want: [
          "nixsmith: HERE/modules: there is nothing to verify",
          "  to mend: run nixsmith generate first",
        ],
      },
    ],
    [
      "a threshold that is none",
      {
        given: ["diff", "modules", "--fail-on", "critical"],
        want: [
          "error: option '--fail-on <severity>' argument 'critical' is invalid. Allowed choices are info, warning, breaking, security, never.",
          "(--help shows what there is)",
        ],
      },
    ],
    [
      "a comparison outside of a repository",
      {
        given: ["diff", "HEAD"],
        want: [
          "nixsmith: HERE: HEAD is no file here, and git cannot look for it: fatal: not a git repository (or any of the parent directories): .git",
          refForms,
        ],
      },
    ],
    [
      "a version of pi that there is not",
      {
        given: ["diff", "pi@99.9.9"],
        want: [
          "nixsmith: @earendil-works/pi-coding-agent@99.9.9: the npm registry has no such version; `npm view` lists those it has",
        ],
      },
    ],
    [
      "an import without the facts' folder",
      {
        given: ["import", "pi"],
        want: [
          "nixsmith: HERE/schema/pi: there is no such directory",
          "  expected: the folder that holds the facts, schema/pi in a checkout of nixsmith",
          "  to mend: name it with --out",
        ],
      },
    ],
    [
      "a repository of unknown kind",
      {
        given: ["init"],
        want: [
          "nixsmith: Does this repository carry the modules for others (overlay), or does its host use them (host)?",
          "  expected: overlay or host",
          "  to mend: say it: --as overlay or --as host",
        ],
      },
    ],
    [
      "a host without a name",
      {
        given: ["init", "--as", "host"],
        want: [
          "nixsmith: What is the host's name?",
          "  expected: letters, digits and dashes",
          "  to mend: say it: --host NAME",
        ],
      },
    ],
    [
      "a user who cannot be",
      {
        given: ["init", "--as", "host", "--host", "laptop", "--user", "root"],
        want: [
          'nixsmith: "root" is no answer to: Which of its users may start the agent?',
          "  expected: an account's name, and not root",
          "  to mend: say it: --user NAME",
        ],
      },
    ],
    [
      "a shell without completions",
      {
        given: ["completion", "tcsh"],
        want: [
          "error: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
          "(--help shows what there is)",
        ],
      },
    ],
  ])("%s", async (_, { files = {}, given, want, status = 2 }) => {
    const cwd = temporaryDirectory();
    plant(cwd, { "laptop.yaml": host, ...files });
    const told = await nixsmith(given, { cwd });
    expect(told.err.replaceAll(cwd, "HERE").trimEnd().split("\n")).toEqual(want);
    expect(told.status).toBe(status);
    expect(told.out === "").toBe(status !== 0);
  });

  it("a commit that there is not", async () => {
    const cwd = temporaryDirectory();
    await execa("git", ["init", "--quiet"], { cwd });
    expect(await nixsmith(["diff", "v9"], { cwd })).toEqual({
      status: 2,
      out: "",
      err: `nixsmith: v9 is neither a file here nor a commit that this repository has\n${refForms}\n`,
    });
  });

  it("modules that were changed by hand", async () => {
    const cwd = temporaryDirectory();
    await nixsmith(["generate"], { cwd });
    plant(cwd, { "modules/nixos/pi-agent/checks.nix": "# mine\n" });
    const { status, err } = await nixsmith(["generate", "--check"], { cwd });
    expect(status).toBe(1);
    expect(err.trimEnd().split("\n").at(-1)).toBe("  to mend: nixsmith generate");
  });

  it("a root that was meant to be the repository is not taken for one", async () => {
    const cwd = temporaryDirectory();
    const args = ["--as", "host", "--host", "laptop", "--user", "alice", "--root", "~/p", "repository"];
    const { out } = await nixsmith(["init", ...args], { cwd });
    expect(out).toContain("hosts/laptop.yaml\n");
    expect((await nixsmith(["render", "repository/hosts/laptop.yaml"], { cwd })).out).toContain(
      "/home/alice/p\n",
    );
  });
});

describe("a mistake in the surroundings", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("a nixpkgs that is none", async () => {
    const cwd = temporaryDirectory();
    await nixsmith(["generate"], { cwd });
    vi.stubEnv("NIXSMITH_NIXPKGS", "/no/such");
    expect(await nixsmith(["verify"], { cwd })).toEqual({
      status: 2,
      out: "",
      err: [
        "nixsmith: NIXSMITH_NIXPKGS: /no/such is no nixpkgs tree",
        "  expected: a directory with lib/default.nix in it, such as a nixpkgs checkout",
        "  to mend: correct the variable, or unset it",
        "",
      ].join("\n"),
    });
  });

  it("no Nix", async () => {
    const cwd = temporaryDirectory();
    await nixsmith(["generate"], { cwd });
    vi.stubEnv("PATH", cwd);
    const { out } = await nixsmith(["verify"], { cwd });
    expect(out.split("\n").slice(0, 3)).toEqual([
      "not run parse: nix-instantiate not found",
      "          expected: Nix 2.8 or newer on PATH",
      "          to mend: install Nix (https://nixos.org/download; on Debian: apt-get install nix-bin)",
    ]);
  });

  it("no terminal: colours stay out of a pipe", async () => {
    const cwd = temporaryDirectory();
    plant(cwd, { "laptop.yaml": host });
    const main = join(packageRoot, "dist/src/toolkit/cli/main.js");
    const { stdout } = await execa(process.execPath, [main, "render", "laptop.yaml"], {
      cwd,
      env: { TERM: "xterm-256color" },
    });
    expect(stdout).toContain("alice");
    expect(stdout).not.toContain("\u001b");
  });
});
