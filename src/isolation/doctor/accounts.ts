import { linesOf, type Machine } from "./machine.js";

/** An account as getent(1) knows it. */
export interface Account {
  readonly uid: number;
  readonly home: string;
}

export async function accountOf(machine: Machine, name: string): Promise<Account | undefined> {
  const [line = ""] = linesOf(await machine.run("getent", "passwd", "--", name));
  const [, , uid, , , home] = line.split(":");
  return uid === undefined || home === undefined ? undefined : { uid: Number(uid), home };
}
