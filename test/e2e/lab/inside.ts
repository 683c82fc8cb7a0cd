import { constants } from "node:os";
import { execa } from "execa";
import type { Machine } from "./machine.js";

/** How a command inside ended; `code` is the exit status, or 128+N for a death by signal N. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Working folder, entered with the user's own rights; their home unless given. */
  readonly cwd?: string;
  /** Added to the clean environment of a login. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** The search path of a NixOS login, then Debian's folders in place of the store. */
const loginPath = "/run/wrappers/bin:/run/current-system/sw/bin:/usr/bin:/usr/sbin";

/** Joins the sessions' cgroup as root, then becomes the user: no sudo or PAM rule has a part in it. */
const enter = `
echo 0 >/sys/fs/cgroup/system.slice/lab-sessions.service/cgroup.procs
user=$1 cwd=$2
shift 2
exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --inh-caps=-all --reset-env \
  env -C "\${cwd:-$(getent passwd "$user" | cut -d: -f6)}" PATH=${loginPath} LANG=C.UTF-8 "$@"`;

function nsenter(machine: Machine, user: string, argv: readonly string[], options: RunOptions): string[] {
  const variables = Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const target = ["-t", `${machine.leader}`, "-a"];
  return [...target, "bash", "-c", enter, "enter", user, options.cwd ?? "", ...variables, ...argv];
}

/** Starts a command as `user` inside; for what must be watched or killed while it runs. */
export function start(machine: Machine, user: string, argv: readonly string[], options: RunOptions = {}) {
  return execa("nsenter", nsenter(machine, user, argv, options), {
    reject: false,
    stripFinalNewline: false,
    extendEnv: false,
    env: { PATH: process.env.PATH ?? "" },
    ...(options.stdin === undefined ? { stdin: "ignore" } : { input: options.stdin }),
  });
}

export type Running = ReturnType<typeof start>;

/** Waits for a started command. */
export async function finish(running: Running): Promise<Result> {
  const { exitCode, signal, stdout, stderr } = await running;
  return { code: exitCode ?? 128 + (signal ? constants.signals[signal] : 127), stdout, stderr };
}

/** Runs a command as `user` inside, standard streams as pipes; an exit status other than 0 is no error. */
export function run(machine: Machine, user: string, argv: readonly string[], options: RunOptions = {}) {
  return finish(start(machine, user, argv, options));
}

/**
 * Runs a bash script as `user` inside and gives its standard output without the last newline.
 * @throws Error with the script's own message when it fails: for arranging and looking, not for what is tested.
 */
export async function sh(machine: Machine, user: string, script: string, options: RunOptions = {}) {
  const { code, stdout, stderr } = await run(
    machine,
    user,
    ["bash", "-euo", "pipefail", "-c", script],
    options,
  );
  if (code !== 0) throw new Error(`as ${user}: ${script}\nended with ${code}: ${stderr || stdout}`);
  return stdout.replace(/\n$/, "");
}
