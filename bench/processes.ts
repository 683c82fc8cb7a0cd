import { spawnSync } from "node:child_process";
import * as z from "zod";

/** The least of several runs. */
export interface Use {
  /** Milliseconds from start to end. */
  readonly wall: number;
  /** Milliseconds of processor time, of user and system together. */
  readonly cpu: number;
  /** Peak resident memory in KiB. */
  readonly memory: number;
}

const usage = z.object({ userCPUTime: z.number(), systemCPUTime: z.number(), maxRSS: z.number() });

/**
 * What processes of Node use at least. They take turns, so that a busy machine weighs on all alike.
 * @param commands name to the arguments of `node`
 * @throws Error where one of them fails
 */
export function leastUse(
  commands: Readonly<Record<string, readonly string[]>>,
  runs: number,
): ReadonlyMap<string, Use> {
  const least = new Map<string, Use>();
  for (let run = 0; run < runs; run += 1) {
    for (const [name, args] of Object.entries(commands)) {
      const now = useOf(name, args);
      const before = least.get(name) ?? now;
      least.set(name, {
        wall: Math.min(before.wall, now.wall),
        cpu: Math.min(before.cpu, now.cpu),
        memory: Math.min(before.memory, now.memory),
      });
    }
  }
  return least;
}

function useOf(name: string, args: readonly string[]): Use {
  const start = performance.now();
  const { status, output } = spawnSync(
    process.execPath,
    ["--import", import.meta.resolve("./usage.js"), ...args],
    { stdio: ["ignore", "ignore", "pipe", "pipe"], encoding: "utf8" },
  );
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${output[2]?.trim()}`);
  const { userCPUTime, systemCPUTime, maxRSS } = usage.parse(JSON.parse(output[3] ?? ""));
  return { wall, cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS };
}
