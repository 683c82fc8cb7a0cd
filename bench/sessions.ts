import { activate } from "../test/e2e/lab/host.js";
import { sh } from "../test/e2e/lab/inside.js";
import type { Machine } from "../test/e2e/lab/machine.js";
import { type Booted, openLab } from "../test/e2e/lab/open.js";
import { missingRequirements } from "../test/e2e/lab/requirements.js";
import { subjectNamed } from "../test/e2e/lab/subject.js";
import type { VariantName } from "../test/e2e/lab/variants.js";
import type { Row, Settings } from "./row.js";

/** Sessions on a booted host, against what each is to be held to. */
interface Contest {
  readonly what: string;
  readonly against: string;
  readonly goal: number;
  /** How many follow each other at once, as one measurement. */
  readonly row?: number;
  /** The host of the lab that both run on; the guide's unless given. */
  readonly host?: VariantName;
  /** What arranges the two. */
  readonly arrange: (machine: Machine) => Promise<unknown>;
  readonly measured: Timed;
  readonly base: Timed;
}

interface Timed {
  readonly user: string;
  readonly cwd: string;
  readonly command: string;
  /** The host that the machine is to be, where it is not the contest's. */
  readonly host?: VariantName;
}

const session = (user: string, cwd: string, probe = "probe"): Timed => ({
  user,
  cwd,
  command: `${probe} true`,
});
const skills = ".pi/agent/skills";
const filled = (folders: number, files: number) =>
  `for d in $(seq ${folders}); do mkdir $d; (cd $d; seq ${files} | xargs touch); done`;

const start = {
  against: "a bare hardened `systemd-run` of the same program",
  arrange: (machine: Machine) => sh(machine, "m3tam3re", "mkdir -p p/empty"),
  measured: session("m3tam3re", "/home/m3tam3re/p/empty"),
  // The policy's drop-in on a unit that runs what stands in the agent's place: what systemd itself takes for such a sandbox.
  base: {
    user: "root",
    cwd: "/",
    command:
      "systemd-run -q --wait --collect --pipe --unit=pi-agent-bare-$RANDOM$RANDOM /opt/probe/bin/probe true",
  },
};

const contests: readonly Contest[] = [
  { ...start, what: "starting pi through the wrapper: a session that ends at once", goal: 1.5 },
  { ...start, what: "the same, each of five back to back", goal: 1.6, row: 5 },
  {
    what: "a session in a project of 100,000 files",
    against: "one in a project of 10",
    goal: 1.1,
    arrange: async (machine) => {
      await sh(machine, "m3tam3re", `mkdir p/few p/many; cd p/few; ${filled(1, 10)}`);
      await sh(machine, "m3tam3re", `cd p/many; ${filled(100, 1_000)}`);
    },
    measured: session("m3tam3re", "/home/m3tam3re/p/many"),
    base: session("m3tam3re", "/home/m3tam3re/p/few"),
  },
  {
    what: "a session with an unchanged configuration of 2,000 files",
    against: "with one of 10",
    goal: 1.1,
    arrange: async (machine) => {
      await sh(machine, "alice", `mkdir p/one ${skills}; cd ${skills}; ${filled(20, 100)}`);
      await sh(machine, "m3tam3re", `mkdir p/one ${skills}; cd ${skills}; ${filled(1, 10)}`);
    },
    measured: session("alice", "/home/alice/p/one"),
    base: session("m3tam3re", "/home/m3tam3re/p/one"),
  },
  {
    // Its settings have comments, which two programs more take away.
    what: "starting opencode through its wrapper, on a host with every agent",
    against: "starting pi there",
    goal: 1.2,
    host: "every agent",
    arrange: (machine) => sh(machine, "m3tam3re", "mkdir p/both"),
    measured: session("m3tam3re", "/home/m3tam3re/p/both", "opencode-agent-probe"),
    base: session("m3tam3re", "/home/m3tam3re/p/both"),
  },
  {
    what: "starting pi on a host with every agent",
    against: "on a host with pi alone",
    goal: 1.05,
    arrange: (machine) => sh(machine, "m3tam3re", "mkdir p/among"),
    measured: { ...session("m3tam3re", "/home/m3tam3re/p/among"), host: "every agent" },
    base: { ...session("m3tam3re", "/home/m3tam3re/p/among"), host: "guide" },
  },
  {
    what: "a session whose network is a proxy's",
    against: "one without a network",
    goal: 1.15,
    arrange: (machine) => sh(machine, "m3tam3re", "mkdir p/proxied"),
    measured: { ...session("m3tam3re", "/home/m3tam3re/p/proxied"), host: "by proxy" },
    base: { ...session("m3tam3re", "/home/m3tam3re/p/proxied"), host: "no network" },
  },
];

/** Live sessions; the machine is booted for them, which takes root and what the end-to-end tests need. */
export async function sessionRows({ runs }: Settings): Promise<readonly Row[]> {
  const missing = await missingRequirements();
  if (missing.length > 0)
    return contests.map(({ what, against, goal }) => ({ what, against, goal, detail: missing.join("; ") }));
  const { lab, close } = await openLab(1, subjectNamed(), () => {});
  const [machine] = lab.machines;
  if (machine === undefined) throw new Error("there is one machine");
  try {
    const rows: Row[] = [];
    for (const { what, against, goal, host = "guide", row = 1, arrange, measured, base } of contests) {
      await activate(machine, lab.plans[host]);
      await arrange(machine);
      const least = await leastInTurn({ machine, plans: lab.plans }, { measured, base }, { runs, row });
      const detail = `${least.measured.toFixed(0)} ms to ${least.base.toFixed(0)} ms`;
      rows.push({ what, against, goal, ratio: least.measured / least.base, detail });
    }
    return rows;
  } finally {
    await close();
  }
}

/** The least milliseconds by the clock inside for one, of runs that take turns. The first of each is not counted. */
async function leastInTurn(
  { machine, plans }: { readonly machine: Machine; readonly plans: Booted["plans"] },
  timed: Readonly<Record<"measured" | "base", Timed>>,
  { runs, row }: { readonly runs: number; readonly row: number },
): Promise<Readonly<Record<"measured" | "base", number>>> {
  const times = { measured: Number.POSITIVE_INFINITY, base: Number.POSITIVE_INFINITY };
  for (let run = 0; run <= runs; run += 1)
    for (const name of ["measured", "base"] as const) {
      const { user, cwd, command, host } = timed[name];
      if (host !== undefined) {
        await activate(machine, plans[host]);
        await sh(machine, user, command, { cwd }); // the first of a host starts its guard
      }
      // What the session before leaves to be tidied up is not this one's.
      const script = `sleep 0.5; s=$EPOCHREALTIME; for _ in {1..${row}}; do ${command} >/dev/null; done
        e=$EPOCHREALTIME; echo $(( \${e/./} - \${s/./} ))`;
      const time = Number(await sh(machine, user, script, { cwd })) / 1000 / row;
      if (run > 0) times[name] = Math.min(times[name], time);
    }
  return times;
}
