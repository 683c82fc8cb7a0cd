import { randomUUID } from "node:crypto";
import type { IsolatedAgent } from "../../../compiler/program/agent.js";
import { optionOf } from "../../names.js";
import { type Finding, fail, ok, unseen } from "../finding.js";
import type { Runner } from "../installation.js";
import { linesOf, type Machine } from "../machine.js";
import type { Subject } from "../subject.js";

/** systemd.unit(5): where drop-ins of units whose names begin with the agent's account may lie. */
const placesOf = ({ account }: IsolatedAgent): readonly string[] =>
  ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"].map(
    (root) => `${root}/systemd/system/${account}-.service.d`,
  );

const rebuildOf = (agent: IsolatedAgent): string =>
  `nixos-rebuild switch; ${optionOf(agent)} makes it as systemd.services."${agent.account}-"`;

/** Whether the policy's drop-in is there, whole, and what systemd makes of a unit that would rather not have it. */
export async function unitLock({
  machine,
  agent,
  installation: { runner },
}: Subject): Promise<readonly Finding[]> {
  const rebuild = rebuildOf(agent);
  const files = (await Promise.all(placesOf(agent).map((place) => confFiles(machine, place)))).flat();
  if (files.length === 0) return [fail("no drop-in binds the sessions' units", rebuild)];
  const texts = await Promise.all(files.map((file) => machine.read(file)));
  const said = new Set(texts.flatMap(linesOf).flatMap((line) => /^(\w+)=/.exec(line)?.slice(1) ?? []));
  const wanted = new Set(runner?.policy.map((flag) => flag.replace(/=.*$/s, "")));
  const missing = [...wanted].filter((property) => !said.has(property));
  const whole =
    missing.length === 0
      ? ok(`${files.join(", ")} sets ${said.size} properties`)
      : fail(`${files.join(", ")} lacks ${missing.join(", ")}, which the runner's flags have`, rebuild);
  if (machine.uid !== 0)
    return [whole, unseen("whether systemd obeys it shows only to root, in a unit made for that")];
  return [whole, ...(runner === undefined ? [] : [await trial(machine, agent, runner)])];
}

async function confFiles(machine: Machine, directory: string): Promise<readonly string[]> {
  const names = linesOf(await machine.list(directory)).filter((name) => name.endsWith(".conf"));
  return names.map((name) => `${directory}/${name}`);
}

/** Asks systemd for a unit as root with every privilege, under the locked name, and looks at what it became. */
async function trial(machine: Machine, agent: IsolatedAgent, { user }: Runner): Promise<Finding> {
  const loosened = ["User=root", "NoNewPrivileges=no", "PrivateUsers=no", "ProtectSystem=no"].flatMap(
    (one) => ["-p", one],
  );
  const unit = `--unit=${agent.account}-doctor-${randomUUID()}`;
  const said = await machine.run(
    "systemd-run",
    ...["--quiet", "--wait", "--pipe", "--collect", unit, ...loosened],
    ...[
      "--",
      "/bin/sh",
      "-c",
      "id -un; while read -r line; do case $line in NoNewPrivs*) echo $line;; esac; done </proc/self/status",
    ],
  );
  if (said.kind !== "text")
    return fail(
      "systemd could not start a unit under the policy",
      `ask it why: journalctl -u '${agent.account}-doctor-*'`,
    );
  const [name, privileges] = said.text.split("\n");
  return name === user && privileges?.endsWith("1")
    ? ok(`a unit that asks for root under this name runs as ${user}, without new privileges`)
    : fail(
        `a unit that asks for root under this name runs as ${name}`,
        `systemctl daemon-reload, or ${rebuildOf(agent)}`,
      );
}
