import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseNix } from "../../src/compiler/nix/evaluate.js";
import { packageRoot } from "../../src/root.js";
import { evaluateHomes } from "../home-manager/homes.js";
import { evaluateHosts, resultOf } from "../nixos/hosts.js";
import { type Block, commandsOf, isAsShown, type Page, pages } from "./pages.js";

const home = realpathSync(mkdtempSync(join(tmpdir(), "nixsmith-pages-")));
beforeAll(() => {
  const bin = join(home, "bin");
  mkdirSync(bin);
  const program = join(packageRoot, "dist/src/toolkit/cli/main.js");
  writeFileSync(join(bin, "nixsmith"), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(
    join(home, ".gitconfig"),
    "[user]\nname = You\nemail = you@example.org\n[init]\ndefaultBranch = main\n",
  );
});
afterAll(() => rmSync(home, { recursive: true }));

/** Somebody who follows a page from top to bottom, in a directory of their own. */
class Reader {
  #directory: string;
  readonly #note: string;
  readonly #bin: readonly string[];

  constructor(path: string) {
    this.#directory = join(home, path.replaceAll("/", "-"));
    this.#note = `${this.#directory}.pwd`;
    // The README says how to get the command; the other pages rely on it.
    this.#bin = path === "README.md" ? [join(home, ".local/bin")] : [join(home, "bin")];
    if (path === "README.md") makeClone(this.#directory);
    else mkdirSync(this.#directory);
  }

  /** Writes a block that is the content of a file; types the commands of any other. */
  async follow({ path }: Page, block: Block): Promise<void> {
    const [, file] = /\bfile=(\S+)/.exec(block.info) ?? [];
    if (file !== undefined) {
      const at = join(this.#directory, file);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, block.text);
    }
    if (block.language !== "console" || isOnHost(block)) return;
    for (const { command, printed, line } of commandsOf(block)) {
      const { output, status } = await this.#type(command);
      const place = `${path}:${line}: $ ${command}`;
      const isRight = isAsShown(printed, output, status);
      expect(isRight ? place : `${place}\n${output}[${status}]`).toBe(place);
    }
  }

  /** Runs a command and then stands where it went. */
  async #type(command: string): Promise<{ readonly output: string; readonly status: number }> {
    const script = `exec 2>&1\n${command}\nstatus=$?\npwd >"$note"\nexit "$status"`;
    const { stdout: output, exitCode: status = 1 } = await execa("bash", ["-c", script], {
      cwd: this.#directory,
      env: {
        HOME: home,
        PATH: [...this.#bin, process.env.PATH].join(delimiter),
        NO_COLOR: "1",
        LC_ALL: "C.UTF-8",
        NIXSMITH_NIXPKGS: process.env.NIXSMITH_NIXPKGS,
        note: this.#note,
      },
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
    });
    this.#directory = readFileSync(this.#note, "utf8").trimEnd();
    return { output, status };
  }
}

/** This repository as somebody has it who has just cloned it, but that its packages are installed already. */
function makeClone(directory: string): void {
  const made = ["node_modules", "dist", ".git"].map((name) => join(packageRoot, name));
  cpSync(packageRoot, directory, { recursive: true, filter: (path) => !made.includes(path) });
  symlinkSync(join(packageRoot, "node_modules"), join(directory, "node_modules"));
  utimesSync(join(directory, "package-lock.json"), 0, 0);
}

/** Blocks that need a NixOS host; a new one is a decision, not a slip. */
const blocksOnHost = 7;
const isOnHost = ({ info }: Block): boolean => info.startsWith("host=");
const withCommands = pages.filter(({ blocks }) => blocks.some(({ language }) => language === "console"));

describe("every command of the documentation prints what its page shows", () => {
  it.concurrent.each(withCommands)(
    "$path",
    async (page) => {
      const reader = new Reader(page.path);
      for (const block of page.blocks) await reader.follow(page, block);
    },
    240_000,
  );
});

it("has no command in a block that is not run", () => {
  const shells = ["sh", "bash", "shell", "zsh", "fish"];
  const unread = pages.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language, info }) => shells.includes(language) && !/\bfile=/.test(info))
      .map(({ line }) => `${path}:${line}`),
  );
  expect(unread).toEqual([]);
});

it("says of each block that is not run here why, and which test runs it", () => {
  const blocks = pages.flatMap((page) =>
    page.blocks.filter(isOnHost).map(({ info }) => ({ path: page.path, info })),
  );
  for (const { path, info } of blocks) {
    const [, reason = "", test = ""] = /^host="([^"]{20,}); see (test\/e2e\/[\w.-]+)"$/.exec(info) ?? [];
    expect({ path, info, reason: reason !== "" }).toEqual({ path, info, reason: true });
    expect(existsSync(join(packageRoot, test)) ? test : `${path}: no ${test}`).toBe(test);
  }
  expect(blocks.length).toBe(blocksOnHost);
});

describe("the Nix of the documentation", () => {
  const nix = pages.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language }) => language === "nix")
      .map((block) => ({ name: `${path}:${block.line}`, ...block })),
  );

  it("is Nix", async () => {
    const files = nix.map(({ text }, index) => {
      const file = join(home, `${index}.nix`);
      writeFileSync(file, text);
      return file;
    });
    expect(await parseNix(files)).toEqual([]);
  });

  const modules = (kind: string) =>
    Object.fromEntries(nix.filter(({ info }) => info.includes(kind)).map(({ name, text }) => [name, text]));

  it("evaluates as part of a host that nothing is to be said against", async () => {
    const people =
      '{lib, ...}: {users.users = lib.genAttrs ["alice" "m3tam3re"] (_: {isNormalUser = true;});}';
    const hosts = Object.entries(modules("nixos")).map(([name, text]) => [
      name,
      `{imports = [(${people}) (${text})];}`,
    ]);
    const outcomes = await evaluateHosts(
      Object.fromEntries(hosts),
      "host: {inherit (host) failedAssertions warnings; enabled = host.config.m3ta.pi-agent.enable;}",
    );
    expect(hosts.length).toBeGreaterThan(2);
    for (const [name, outcome] of Object.entries(outcomes)) {
      expect([name, resultOf(outcome)]).toEqual([
        name,
        { failedAssertions: [], warnings: [], enabled: true },
      ]);
    }
  });

  it("evaluates as part of a home", async () => {
    const homes = Object.entries(modules("home-manager")).map(([name, text]) => [name, { home: text }]);
    const outcomes = await evaluateHomes(
      Object.fromEntries(homes),
      "home: {inherit (home) failedAssertions; enabled = home.config.coding.agents.pi.enable;}",
    );
    for (const [name, outcome] of Object.entries(outcomes)) {
      expect([name, resultOf(outcome)]).toEqual([name, { failedAssertions: [], enabled: true }]);
    }
  });
});

it("links to files that are there, and to headings that they have", () => {
  const broken = pages.flatMap(({ path, text }) =>
    [...text.replace(/^```.*?^```$/gms, "").matchAll(/\]\((?!https?:)([^)#]*)(#[^)]+)?\)/g)].flatMap(
      ([link, file = "", anchor = ""]) => {
        const target = file === "" ? path : join(dirname(path), file);
        if (!existsSync(join(packageRoot, target))) return [`${path}: ${link}`];
        const page = pages.find((one) => one.path === target);
        const anchors = page?.text.match(/^#+ .*$/gm)?.map(anchorOf);
        return anchor === "" || anchors?.includes(anchor) !== false ? [] : [`${path}: ${link}`];
      },
    ),
  );
  expect(broken).toEqual([]);
});

it("has every page in its table of contents", () => {
  const contents = pages.find(({ path }) => path === "docs/README.md")?.text;
  const unlisted = pages
    .filter(({ path }) => path.startsWith("docs/"))
    .map(({ path }) => path.slice("docs/".length))
    .filter((path) => !contents?.includes(`(${path})`));
  expect(unlisted).toEqual(["README.md"]);
});

/** As forges make it. */
const anchorOf = (heading: string): string =>
  `#${heading
    .replace(/^#+ /, "")
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-")}`;

describe("a page and what really happens", () => {
  it.each([
    ["the very output", { printed: ["a", "b"], output: "a\nb\n", status: 0, want: true }],
    ["another output", { printed: ["a"], output: "a\nb\n", status: 0, want: false }],
    ["lines left out", { printed: ["a", "…", "c"], output: "a\nb\nb\nc\n", status: 0, want: true }],
    ["words left out", { printed: ["a … c"], output: "a b c\n", status: 0, want: true }],
    ["nothing shown", { printed: [], output: "a\n", status: 0, want: true }],
    ["nothing shown of a failure", { printed: [], output: "", status: 1, want: false }],
    ["a failure that is shown", { printed: ["a", "[2]"], output: "a\n", status: 2, want: true }],
    ["a failure behind what is left out", { printed: ["…"], output: "a\n", status: 2, want: false }],
    ["another failure", { printed: ["[1]"], output: "", status: 2, want: false }],
  ])("%s", (_, { printed, output, status, want }) => {
    expect(isAsShown(printed, output, status)).toBe(want);
  });
});
