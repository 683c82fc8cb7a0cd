import type { IsolatedAgent } from "../../../compiler/program/agent.js";
import { optionOf } from "../../names.js";
import { type Finding, fail, ok, unseen } from "../finding.js";
import type { Wrapper } from "../installation.js";
import type { Machine } from "../machine.js";
import type { Subject } from "../subject.js";

/** Which sudo the wrapper calls, and whether the rule names the runner that the wrapper calls. */
export async function sudo({
  machine,
  agent,
  installation: { wrapper },
}: Subject): Promise<readonly Finding[]> {
  if (wrapper === undefined) return [];
  const flavour = await flavourOf(machine, wrapper.sudo);
  if (flavour.level === "fail") return [flavour];
  const users =
    machine.uid === 0 ? wrapper.listedUsers : wrapper.listedUsers.filter((name) => name === machine.user);
  const rules = await Promise.all(users.map((user) => ruleFor(machine, agent, wrapper, user)));
  const others = wrapper.listedUsers.filter((name) => !users.includes(name));
  return [
    flavour,
    ...rules,
    ...(others.length > 0 ? [unseen(`the rules of ${others.join(", ")} are theirs and root's to read`)] : []),
  ];
}

async function flavourOf(machine: Machine, program: string): Promise<Finding> {
  const said = await machine.run(program, "--version");
  if (said.kind !== "text") {
    return fail(
      `the wrapper calls ${program}, which does not answer`,
      "security.sudo.enable or security.sudo-rs.enable, then log in again",
    );
  }
  const [line = ""] = said.text.split("\n");
  const version = /\d[\w.]*/.exec(line)?.[0] ?? "";
  return ok(`${/sudo-rs/.test(line) ? "sudo-rs" : "sudo"} ${version} at ${program}`);
}

async function ruleFor(
  machine: Machine,
  agent: IsolatedAgent,
  { sudo: program, runner }: Wrapper,
  user: string,
): Promise<Finding> {
  const whose = machine.uid === 0 ? ["-U", user] : [];
  const said = await machine.run(program, "-n", "-l", ...whose);
  if (said.kind !== "text") return unseen(`sudo does not list the rules of ${user}`);
  // A rule of ours is for one program without arguments; sudo breaks the line where it likes.
  const programs = [...said.text.matchAll(/NOPASSWD:\s+(\S+)\s+""/g)]
    .map(([, path]) => path ?? "")
    .filter((path) => path.endsWith(`/${agent.account}-runner`));
  if (programs.includes(runner)) {
    const there = await machine.read(runner);
    return there.kind === "absent"
      ? fail(`the runner ${runner} is not in the store any more`, "rebuild: nixos-rebuild switch")
      : ok(`one rule for ${user}, for the wrapper's runner`);
  }
  const [other] = programs;
  return other === undefined
    ? fail(
        `no rule lets ${user} start the runner`,
        `${optionOf(agent)}.hostUsers.${user}, then nixos-rebuild switch`,
      )
    : fail(
        `the rule of ${user} is stale: it names ${other}, and the wrapper calls ${runner}`,
        "nixos-rebuild switch brings both from one generation; a wrapper from elsewhere on PATH must go",
      );
}
