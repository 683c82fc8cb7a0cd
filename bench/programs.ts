import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builtins } from "../schema/index.js";
import { findLibrary } from "../src/compiler/nix/library.js";
import { quoted } from "../src/compiler/nix/strings.js";
import { artefacts } from "../src/toolkit/tree/artefacts.js";
import { at, type Counters, countersOf } from "./counters.js";
import type { Row, Settings } from "./row.js";

/** Twenty keys at the top of each program's settings, of every kind, as Nix. */
export const twenty: Readonly<Record<string, string>> = {
  opencode: `{
    model = "acme/large"; small_model = "acme/small"; username = "alice"; share = "disabled"; autoupdate = false; snapshot = true;
    default_agent = "build"; instructions = ["a.md"]; disabled_providers = ["b"]; enabled_providers = ["c"]; plugin = [];
    watcher.ignore = ["dist/**"]; compaction.auto = true; tools.bash = true; lsp = false; formatter = false; logLevel = "INFO";
    server.port = 4096; command.say = {template = "Say"; description = "Says";}; mcp.here = {type = "local"; command = ["true"];};
  }`,
  "claude-code": `{
    model = "opus"; cleanupPeriodDays = 20; includeCoAuthoredBy = false; env.EDITOR = "vi"; outputStyle = "terse"; language = "en";
    permissions = {allow = ["Edit"]; deny = ["WebFetch"]; defaultMode = "plan";}; statusLine = {type = "command"; command = "true";};
    hooks.PreToolUse = [{matcher = "Bash"; hooks = [{type = "command"; command = "true";}];}]; apiKeyHelper = "true";
    alwaysThinkingEnabled = true; spinnerTipsEnabled = false; respectGitignore = true; enableAllProjectMcpServers = false;
    enabledMcpjsonServers = ["a"]; disabledMcpjsonServers = ["b"]; forceLoginMethod = "claudeai"; effortLevel = "high";
    plansDirectory = "plans"; availableModels = ["opus"];
  }`,
};

/** Counters of whole homes, without a module, with ours and with Home Manager's own for the same settings. */
export interface ProgramCosts {
  readonly bare: Counters;
  readonly ours: Counters;
  readonly theirs: Counters;
}

/** Gives the tree of a program to `work`, and removes it afterwards. */
async function withTree<Result>(program: string, work: (tree: string) => Promise<Result>): Promise<Result> {
  const load = builtins[program]?.load;
  if (load === undefined) throw new Error(`there is no ${program}`);
  const tree = mkdtempSync(join(tmpdir(), "nixsmith-bench-"));
  try {
    for (const { path, content } of artefacts([await load()])) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), content);
    }
    return await work(tree);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

const set = (program: string): string => `{enable = true; package = null; settings = ${twenty[program]};}`;
const ours = (tree: string, program: string): string =>
  `${join(tree, "home-manager", program)} {coding.agents.${program} = ${set(program)};}`;

/** What the settings of a program cost in the whole of Home Manager. @param homeManager a checkout */
export async function programCosts(program: string, homeManager: string): Promise<ProgramCosts> {
  const { path } = await findLibrary();
  const home = (modules: string): Promise<Counters> =>
    countersOf(`(home: [home.failedAssertions home.warnings home.config.home.activationPackage.outPath]) (import ${at("test/home-manager-stubs/whole.nix")} {
      nixpkgs = /. + ${quoted(join(path, ".."))};
      homeManager = /. + ${quoted(homeManager)};
      modules = [${modules}];
    })`);
  return withTree(program, async (tree) => ({
    bare: await home(""),
    ours: await home(ours(tree, program)),
    theirs: await home(`{programs.${program} = ${set(program)};}`),
  }));
}

/** Thunks that the settings of a program add to the tests' stand-in for Home Manager. */
export async function programThunks(program: string): Promise<number> {
  const { path } = await findLibrary();
  const home = (modules: string): Promise<Counters> =>
    countersOf(`(home: {
      inherit (home) failedAssertions warnings;
      files = builtins.mapAttrs (_: file: toString file.source) home.config.home.file;
      activation = home.config.home.activation;
    }) (import ${at("test/home-manager-stubs/eval.nix")} {lib = import ${quoted(path)}; modules = [${modules}];})`);
  return withTree(
    program,
    async (tree) => (await home(ours(tree, program))).thunks - (await home("")).thunks,
  );
}

/** Thunks that ours adds, by those that Home Manager's adds. */
export const ratioOf = ({ bare, ours, theirs }: ProgramCosts): number =>
  (ours.thunks - bare.thunks) / (theirs.thunks - bare.thunks);

/** What typed settings of hundreds of keys cost beside untyped ones, twenty keys set. */
export async function programRows({ homeManager }: Settings): Promise<readonly Row[]> {
  return Promise.all(
    Object.keys(twenty).map(async (program): Promise<Row> => {
      const what = `20 settings of \`coding.agents.${program}\` in the whole of Home Manager, added thunks`;
      const against = `what Home Manager's untyped \`programs.${program}\` adds for the same`;
      if (homeManager === undefined)
        return { what, against, goal: 3, detail: "give a checkout of Home Manager: `--home-manager DIR`" };
      const costs = await programCosts(program, homeManager);
      const added = (of: Counters): number => of.thunks - costs.bare.thunks;
      return {
        what,
        against,
        ratio: ratioOf(costs),
        goal: 3,
        detail: `${added(costs.ours)} to ${added(costs.theirs)} on top of ${costs.bare.thunks}`,
      };
    }),
  );
}
