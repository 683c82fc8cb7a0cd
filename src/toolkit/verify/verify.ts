import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseNix } from "../../compiler/nix/evaluate.js";
import { findLibrary } from "../../compiler/nix/library.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { Program } from "../../compiler/program/types.js";
import { NixsmithError } from "../../errors.js";
import type { HostFile } from "../../isolation/host/load.js";
import { type AgentRendering, type RunnerOf, render } from "../../isolation/render/render.js";
import { runnerStandIn } from "../../isolation/render/sudoers.js";
import { evaluateHomes, evaluateHosts, type HostEvaluation } from "./evaluate.js";
import { NotRun, type Outcome, outcomeOf } from "./outcome.js";
import { checkScripts } from "./scripts.js";
import { checkDropIn } from "./systemd.js";
import { runTool } from "./tools.js";

/** What is to be verified. */
export interface Subject {
  /** Absolute directory of the emitted tree. */
  readonly modules: string;
  /** Its files, relative to it. */
  readonly files: readonly string[];
  /** Those whose modules are evaluated. */
  readonly programs: readonly Program[];
  /** The host that the tree is evaluated for; absent where nothing is isolated. */
  readonly host?: HostFile;
}

/**
 * Checks an emitted tree with the programs that will read it.
 * @param report is told of each check as it comes out
 * @param begin is told the name of each check before it runs
 */
export async function verify(
  subject: Subject,
  report: (outcome: Outcome) => void,
  begin: (check: string) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [name, run] of checksOf(subject)) {
    begin(name);
    const outcome = await outcomeOf(name, run);
    report(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

type Check = readonly [name: string, run: () => Promise<string>];
type Grant = Extract<HostEvaluation, { readonly files: unknown }>;

function checksOf({ modules, files, programs, host }: Subject): readonly Check[] {
  const scripts = (): ReturnType<typeof scriptsIn> => scriptsIn(modules, files);
  const homes: Check = ["evaluate Home Manager", () => evaluateHomeModules(programs, modules)];
  if (host === undefined)
    return [
      ["parse", () => parse(modules, files)],
      homes,
      ["scripts", async () => checkScripts(await scripts())],
    ];
  let evaluated: Promise<Grant> | undefined;
  const evaluate = (): Promise<Grant> => {
    evaluated ??= evaluateHost(host, modules);
    return evaluated;
  };
  // What needs an evaluated host has no verdict of its own where there is none.
  const grant = (): Promise<Grant> =>
    evaluate().catch(() => Promise.reject(new NotRun("this needs a host that evaluates")));

  return [
    ["parse", () => parse(modules, files)],
    [
      "evaluate NixOS",
      async () => {
        const { agents, files } = await evaluate();
        return `${host.file}: ${Object.keys(agents).join(", ")}, ${Object.keys(files).length} files reached`;
      },
    ],
    homes,
    ["render", async () => compareWithRender(host, await grant())],
    [
      "sudo rule",
      () =>
        checkSudoers(
          agentsOf(host)
            .map(({ sudoers }) => sudoers)
            .join(""),
        ),
    ],
    ["scripts", async () => checkScripts({ ...(await scripts()), ...(await grant()).files })],
    ["drop-in", () => checkDropIns(agentsOf(host))],
  ];
}

/** Each program's module with nothing but `enable`. */
async function evaluateHomeModules(programs: readonly Program[], modules: string): Promise<string> {
  const homes = await evaluateHomes(programs, modules, await findLibrary());
  return Object.entries(homes)
    .map(([name, files]) => `${name}: ${files.length} files written`)
    .join(", ");
}

async function parse(modules: string, files: readonly string[]): Promise<string> {
  const nixFiles = files.filter((file) => file.endsWith(".nix"));
  const errors = await parseNix(nixFiles.map((file) => join(modules, file)));
  if (errors.length > 0) throw new NixsmithError(errors.map((error) => error.render()).join("\n"));
  return `${nixFiles.length} Nix files`;
}

async function evaluateHost(host: HostFile, modules: string): Promise<Grant> {
  const [evaluation] = await evaluateHosts([host], modules, await findLibrary());
  if (evaluation !== undefined && "files" in evaluation) return evaluation;
  throw new NixsmithError(evaluation?.refusals.join("\n") || "no agent is enabled", {
    where: host.file,
  });
}

/** The host without Nix, with runners of which only the form matters. */
function agentsOf(host: HostFile, runnerOf: RunnerOf = runnerStandIn): readonly AgentRendering[] {
  const { agents } = render(host, runnerOf);
  if (agents.length === 0) throw new NotRun("the host has no agent enabled");
  return agents;
}

/** Two ways to the same texts: what Nix evaluates must be what TypeScript computes. */
function compareWithRender(host: HostFile, grant: Grant): string {
  const byNix = ({ account }: IsolatedAgent) => grant.agents[account] ?? { sudoers: "", dropIn: "" };
  const runnerOf: RunnerOf = (agent) =>
    /NOPASSWD: (\S+) ""/.exec(byNix(agent).sudoers)?.[1] ?? runnerStandIn(agent);
  for (const { agent, sudoers, dropIn } of agentsOf(host, runnerOf)) {
    const { sudoers: rule, dropIn: text } = byNix(agent);
    const differing = [...(rule === sudoers ? [] : ["sudo rule"]), ...(text === dropIn ? [] : ["drop-in"])];
    if (differing.length > 0)
      throw new NixsmithError(
        `the ${differing.join(" and ")} of ${agent.account} that Nix evaluates is not what render shows`,
      );
  }
  return "Nix and render agree on sudo rule and drop-in";
}

async function checkDropIns(agents: readonly AgentRendering[]): Promise<string> {
  const said = agents.map(async ({ agent, dropIn }) => {
    const outcome = await checkDropIn(dropIn, agent);
    return agents.length > 1 ? `${agent.account}: ${outcome}` : outcome;
  });
  return (await Promise.all(said)).join("\n");
}

async function checkSudoers(sudoers: string): Promise<string> {
  await runTool("visudo", ["-c", "-f", "-"], { input: sudoers });
  return "visudo takes it";
}

/** The scripts that stand in the tree whole; the phases of others are checked where Nix has joined them. */
async function scriptsIn(
  modules: string,
  files: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const scripts = files.filter((file) => file.endsWith(".sh"));
  const texts = scripts.map(async (file) => [file, await readFile(join(modules, file), "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}
