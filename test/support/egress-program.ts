import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/root.js";

/** What a session's proxy runs. */
export const egressMain = join(packageRoot, "templates/egress/main.mjs");

export interface EgressProgram {
  readonly port: number;
  /** Its standard output, which is its log, is to be read. */
  readonly child: ChildProcess;
  /** MiB, by the name of a row of proc_pid_status(5). */
  readonly memory: (row: "VmHWM" | "VmRSS") => number;
}

/**
 * main.mjs in a process of its own, with a listening socket as descriptor 3, as systemd starts it.
 * @param config what it is told
 * @param before a command of the shell that becomes it, such as a limit
 */
export async function startEgress(
  config: object,
  { flags = [], before = "true" }: { readonly flags?: readonly string[]; readonly before?: string } = {},
): Promise<EgressProgram> {
  const listener = createServer();
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const { fd } = (listener as unknown as { readonly _handle: { readonly fd: number } })._handle;
  const file = join(mkdtempSync(join(tmpdir(), "nixsmith-egress-")), "config.json");
  writeFileSync(file, JSON.stringify(config));
  const script = `${before}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@"`;
  const child = spawn("sh", ["-c", script, process.execPath, ...flags, egressMain, file], {
    stdio: ["ignore", "pipe", "inherit", fd],
  });
  await once(child, "spawn");
  // Its own from here on: what is asked meanwhile waits in the socket's queue.
  listener.close();
  return {
    port,
    child,
    memory: (row) =>
      Number(new RegExp(`${row}:\\s*(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) /
      1024,
  };
}
