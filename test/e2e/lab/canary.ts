import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packageRoot } from "../../../src/root.js";
import { as, eventually } from "./lab.js";

/** A resolver that writes down what it is asked. */
export interface Canary {
  /** Where it listens, which `/etc/resolv.conf` of the machine says as well; nobody else has this address. */
  readonly address: string;
  /** What it was asked since the last call, each by the first label of the name, once; ` by nscd` where it came by that. */
  readonly asked: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** By which systemd-resolved is asked (varlink), and nscd, by whose help NixOS resolves names. */
export const resolverSockets = {
  varlink: "/run/systemd/resolve/io.systemd.Resolve",
  nscd: "/run/nscd/socket",
} as const;

const sockets = Object.values(resolverSockets);
const program = "/opt/canary.cjs";
const log = "/run/canary.log";

/** Starts it in the claimed machine, as the resolver of everybody there. */
export async function startCanary(): Promise<Canary> {
  const address = `127.${100 + ((process.pid >> 8) & 0x0f)}.${process.pid & 0xff}.53`;
  const stdin = await readFile(join(packageRoot, "test/e2e/lab/canary.cjs"), "utf8");
  await as("root", `cat >${program}`, { stdin });
  await as(
    "root",
    `cp /etc/resolv.conf /run/resolv.before; printf 'nameserver ${address}\\noptions attempts:1 timeout:30\\n' >/etc/resolv.conf
     mkdir -p ${sockets.map(dirname).join(" ")}
     systemd-run -q --unit=canary /opt/node/bin/node ${program} ${log} ${address} ${sockets.join(" ")}`,
  );
  const asked = async () => {
    // Answers come in the order of the questions, so that what was asked before this one is written down.
    const lines = await as("root", `getent hosts end.canary.example || cat ${log}; : >${log}`);
    return [...new Set(lines.split("\n").filter((name) => name !== "" && name !== "end"))];
  };
  const up = await eventually(async () =>
    (await as("root", `cat ${log} 2>/dev/null || true`)).includes("up") ? true : undefined,
  );
  if (up === undefined) throw new Error("the canary does not come up");
  await asked();
  return {
    address,
    asked,
    close: async () => {
      await as(
        "root",
        `systemctl stop canary; cat /run/resolv.before >/etc/resolv.conf; rm -f ${sockets.join(" ")} ${log} ${program}`,
      );
    },
  };
}
