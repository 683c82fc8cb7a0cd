import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { onlyOf } from "./about.js";
import type { Account, Plan } from "./evaluate.js";
import { activate } from "./host.js";
import { finish, type Result, type RunOptions, run, sh, start } from "./inside.js";
import type { Machine } from "./machine.js";
import type { Received, Script } from "./model.js";
import { subject } from "./subject.js";
import type { VariantName } from "./variants.js";

/** The words in which the end-to-end tests are written. */

export type User = "m3tam3re" | "alice" | "mallory" | "root";

const lab = inject("lab");

function booted() {
  if ("missing" in lab) throw new Error(lab.missing.join("; "));
  return lab;
}

/** Made by whatever of the agent's runs as the host user; the session cannot reach the place itself. */
export const trap = "/home/m3tam3re/trapped";

let claimed: Machine | undefined;

/** The machine that this test file has to itself. Vitest's numbers of workers are no help: two can have the same. */
export function machine(): Machine {
  claimed ??= booted().machines.find(claim);
  if (claimed === undefined) throw new Error("other test files use all machines");
  return claimed;
}

const claimOf = ({ folder }: Machine): string => join(folder, "claimed");

function claim(one: Machine): boolean {
  try {
    mkdirSync(claimOf(one));
    return true;
  } catch {
    return false;
  }
}

// The next test file finds the homes as this one did: what lies there can be attacked, and a whole root shows all of it.
afterAll(async () => {
  if (claimed === undefined) return;
  try {
    await leftoversInTheEnd(isView);
    await as("root", `rm -rf /home/*/p/project-${process.pid}-* ${trap}`);
  } finally {
    rmdirSync(claimOf(claimed)); // one file that fails is no reason for the others to
  }
});

export const plan = (name: VariantName): Plan => booted().plans[name];

/** The account of an agent on a host. */
export function account(variant: VariantName, name: string = subject.account): Account {
  const found = plan(variant).agents[name];
  if (found === undefined) throw new Error(`the host "${variant}" has no ${name}`);
  return found;
}

/** Tests on the host that `variant` describes; not run where the lab cannot boot, which the set-up announces. */
export function describeHost(variant: VariantName, title: string, body: () => void): void {
  describe.skipIf("missing" in lab)(`${title} [${variant}]`, () => {
    beforeAll(() => activate(machine(), plan(variant)));
    body();
  });
}

/** Runs a bash script as `user`; throws when it fails. For arranging and for looking. */
export const as = (user: User, script: string, options?: RunOptions): Promise<string> =>
  sh(machine(), user, script, options);

/** Runs any command as `user`; for what is tested. */
export const command = (user: User, argv: readonly string[], options?: RunOptions): Promise<Result> =>
  run(machine(), user, argv, options);

/** The wrapper, as `user` in `cwd`. */
export const wrapper = (user: User, cwd: string, args: readonly string[], options: RunOptions = {}) =>
  command(user, [subject.command, ...args], { ...options, cwd });

/** The real agent, isolated, in one unattended run on the lab's model. */
export function unattended(user: User, cwd: string, prompt: Script | string): Promise<Result> {
  const { args, ...input } = subject.unattended(prompt);
  return wrapper(user, cwd, args, input);
}

/** The command of a session in which a script runs in an agent's place; host.nix makes it. */
const probeOf = (agent: string = subject.account): string =>
  agent === subject.account ? "probe" : `${agent}-probe`;

interface ProbeOptions extends RunOptions {
  /** Of which agent; the run's own unless given. */
  readonly agent?: string;
}

/** A session in which `script` runs in an agent's place, with `args` as its positional parameters. */
export const probe = (
  user: User,
  cwd: string,
  script: string,
  args: readonly string[] = [],
  { agent, ...options }: ProbeOptions = {},
) => command(user, [probeOf(agent), script, ...args], { ...options, cwd });

/** What `script` printed in such a session; throws when the session did not end well. */
export async function probed(user: User, cwd: string, script: string, agent?: string): Promise<string> {
  const result = await probe(user, cwd, script, [], agent === undefined ? {} : { agent });
  if (result.code !== 0)
    throw new Error(`session of ${user} in ${cwd} ended with ${result.code}: ${result.stderr}`);
  return result.stdout.replace(/\n$/, "");
}

/** The same started and left running. */
export const startProbe = (user: User, cwd: string, script: string, agent?: string) =>
  start(machine(), user, [probeOf(agent), script], { cwd });
export { finish };

/** The same with the model's tool calls; the outputs of the tools in order, without the last newline. */
export async function agent(user: User, cwd: string, script: Script): Promise<readonly string[]> {
  const { code, stdout, stderr } = await unattended(user, cwd, script);
  if (code !== 0) throw new Error(`${subject.command} of ${user} in ${cwd} ended with ${code}: ${stderr}`);
  return (JSON.parse(stdout) as string[]).map((output) => output.replace(/\n$/, ""));
}

/** Calls of the agent's tools. */
export const { bash, write, edit } = subject.tools;

/** Base URL of the lab's model. */
export const modelUrl = (): string => booted().modelUrl;

/** A test that only one agent can pass; see `onlyOf`. */
export const testOf = (what: keyof typeof onlyOf) => test.skipIf(onlyOf[what].account !== subject.account);

/** What the model has received in requests that hold `word`. */
export async function received(word: string): Promise<readonly Received[]> {
  const response = await fetch(`${modelUrl()}/received?word=${encodeURIComponent(word)}`);
  return (await response.json()) as Received[];
}

/** Store path of the runner behind `probe`; host.nix puts its rules last. */
export function probeRunner(variant: VariantName): string {
  const runner = [...plan(variant).sudoers.matchAll(/NOPASSWD: (\S+)/g)].at(-1)?.[1];
  if (runner === undefined) throw new Error(`no NOPASSWD rule in\n${plan(variant).sudoers}`);
  return runner;
}

let projects = 0;

/** A new folder below the user's first project root, a git repository with one commit if asked for. */
export async function newProject(user: User, { git = false } = {}): Promise<string> {
  projects += 1;
  const path = `/home/${user}/p/project-${process.pid}-${projects}`;
  await as(user, `mkdir ${path}`);
  if (git) await as(user, commitAll(`git init -q -b main ${path}; cd ${path}; echo one >one.txt`));
  return path;
}

/** `before`, then a commit of everything below the working folder. */
export const commitAll = (before: string) => `${before}
git config user.name lab; git config user.email lab@example.org; git add -A; git commit -qm 'by the user'`;

/** A repository with one commit, made in a subshell. */
export const repository = (path: string) =>
  `(${commitAll(`git init -q -b main ${path}; cd ${path}; echo one >one`)})`;

/** Accounts of all agents that a host of the lab has. */
export const agents = ["pi-agent", "opencode-agent", "claude-code-agent", "quill-agent"] as const;

/** What the host's views of git directories are counted by; whoever mounts or unmounts one has it locked. */
export const views = "/run/agent-views";
const isView = (leftover: string): boolean => leftover.startsWith("view ");

/** What is left of sessions in the machine: units, staging mounts, processes of the agents, session folders, views of git. */
export async function leftovers(): Promise<readonly string[]> {
  const listed = await as(
    "root",
    `{ [ ! -d ${views} ] || flock ${views} find ${views} -mindepth 1; awk '$6 ~ /nosymfollow/ && $5 !~ /credentials/ { print $5 }' /proc/self/mountinfo; } | sed 's/^/view /' || true
    ${agents
      .map(
        (
          name,
        ) => `systemctl list-units --all --plain --no-legend '${name}-*' 'run-${name.split("-")[0]}*.mount' | sed 's/ .*//; s/^/unit /'
     findmnt -rno TARGET | grep '^/run/${name}/' | sed 's/^/mount /' || true
     pgrep -u ${name} -a | sed 's/^/process /' || true
     find /run/${name}/stage -xdev -mindepth 1 2>/dev/null | sed 's/^/file /' || true`,
      )
      .join("\n")}`,
  );
  return listed === "" ? [] : listed.split("\n");
}

/** What the tests of a host have from their beginning to their end, started on the machine that is then the host. */
export function meanwhile<T extends { readonly close: () => Promise<unknown> }>(
  start: () => Promise<T>,
): () => T {
  let one: T | undefined;
  beforeAll(async () => {
    one = await start();
  });
  afterAll(() => one?.close());
  return () => {
    if (one === undefined) throw new Error("it is there in tests alone");
    return one;
  };
}

/** Seconds that a test waits for what must come: nobody's promise, but a limit that no busy machine reaches. */
const patience = 120;

/** Waits until `look` gives something else than undefined; undefined if it never does. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const end = Date.now() + patience * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined || Date.now() > end) return seen;
    await sleep(50);
  }
}

/** What is left once nothing is, or what never goes; `of` chooses what must. */
export async function leftoversInTheEnd(
  of: (leftover: string) => boolean = () => true,
): Promise<readonly string[]> {
  const look = async () => (await leftovers()).filter(of);
  const none = await eventually(async () => ((await look()).length === 0 ? [] : undefined));
  return none ?? look();
}
