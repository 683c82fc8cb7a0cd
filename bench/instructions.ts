import { spawnSync } from "node:child_process";

/**
 * Instructions that a process of Node executes, in millions, as valgrind's cachegrind counts them; undefined where there
 * is no valgrind. They repeat within 3 %, whatever else runs.
 */
export function millionInstructions(args: readonly string[]): number | undefined {
  const valgrind = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];
  const { stderr, error } = spawnSync("valgrind", [...valgrind, process.execPath, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const [, count] = /I\s+refs:\s+([\d,]+)/.exec(error === undefined ? stderr : "") ?? [];
  return count === undefined ? undefined : Number(count.replaceAll(",", "")) / 1e6;
}
