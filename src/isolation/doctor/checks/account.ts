import { optionOf } from "../../names.js";
import { isPatchedNix, nixSockets, patchedNix } from "../../policy/nix.js";
import { accountOf } from "../accounts.js";
import { type Finding, fail, ok, unseen } from "../finding.js";
import { isMissing, linesOf, type Machine } from "../machine.js";
import type { Subject } from "../subject.js";

/** The agent's account, its state and its secrets. */
export async function account({
  machine,
  agent,
  installation: { runner },
}: Subject): Promise<readonly Finding[]> {
  if (runner === undefined) return [];
  const module = optionOf(agent);
  const found = await accountOf(machine, runner.user);
  if (found === undefined)
    return [fail(`there is no account ${runner.user}`, `nixos-rebuild switch; ${module}.user names it`)];
  const files = runner.environmentFiles.filter((file) => !file.startsWith("/nix/store/"));
  return [
    ok(`account ${runner.user}`),
    await state(machine, runner.stateDir, module),
    ...(await Promise.all(files.map((file) => secret(machine, file, module)))),
  ];
}

async function state(machine: Machine, directory: string, module: string): Promise<Finding> {
  const said = await machine.run("stat", "-c", "%u %a", "--", directory);
  if (isMissing(said))
    return fail(`${directory} is not there`, `systemd-tmpfiles --create; ${module}.stateDir names it`);
  if (said.kind !== "text") return unseen(`${directory} cannot be looked at by ${machine.user}`);
  const [owner, mode = ""] = said.text.trim().split(" ");
  // Were it the agent's, one session could put another user's state out of the way.
  return owner === "0" && (Number.parseInt(mode, 8) & 0o022) === 0
    ? ok(`state in ${directory}`)
    : fail(
        `${directory} can be written by others than root`,
        `systemd-tmpfiles --create, as ${module} sets it up`,
      );
}

async function secret(machine: Machine, written: string, module: string): Promise<Finding> {
  // systemd.exec(5): one that is not there is no error where a dash stands before it.
  const file = written.replace(/^-/, "");
  const said = await machine.run("stat", "-L", "-c", "%a", "--", file);
  if (isMissing(said)) {
    if (file !== written) return ok(`${file} does not exist, and is optional`);
    return fail(
      `${file} does not exist, so that no session starts`,
      `make it, remove it from ${module}.environmentFiles, or write -${file} if sessions can do without`,
    );
  }
  if (said.kind !== "text") return unseen(`${file} cannot be looked at by ${machine.user}`);
  return (Number.parseInt(said.text, 8) & 0o007) === 0
    ? ok(`${file} is for its owner and group only`)
    : fail(
        `${file} can be read by everybody on this host`,
        `chmod 0400 ${file}, or what makes it: sops-nix, agenix`,
      );
}

/** Whether the Nix daemon trusts the agent: that would be as good as root. */
export async function trustedUsers({
  machine,
  agent,
  installation: { runner },
}: Subject): Promise<readonly Finding[]> {
  const user = runner?.user ?? agent.account;
  const lines = await settingLines(machine, "/etc/nix/nix.conf");
  if (lines === undefined) return [ok("there is no /etc/nix/nix.conf that trusts anybody")];
  const trusted = lines.flatMap((line) => {
    const [, names] = /^\s*(?:extra-)?trusted-users\s*=([^#]*)/.exec(line) ?? [];
    return names === undefined ? [] : names.trim().split(/\s+/);
  });
  const groups = linesOf(await machine.run("id", "-Gn", "--", user)).flatMap((line) => line.split(" "));
  const entries = ["*", user, ...groups.map((group) => `@${group}`)];
  const [bad] = trusted.filter((name) => entries.includes(name));
  return bad === undefined
    ? [ok(`the Nix daemon trusts ${[...new Set(["root", ...trusted])].join(", ")}`)]
    : [
        fail(
          `the Nix daemon trusts ${user} by "${bad}", which is as good as root`,
          "remove it from nix.settings.trusted-users",
        ),
      ];
}

/** A daemon that the policy leaves open, by the version of the host's Nix. */
export async function nixDaemon({
  machine,
  agent,
  installation: { runner },
}: Subject): Promise<readonly Finding[]> {
  if (runner === undefined || runner.policy.some((flag) => flag.endsWith(nixSockets[0]))) return [];
  const said = await machine.run("nix", "--version");
  const [, version = ""] = said.kind === "text" ? (/^nix \(Nix\) (\S+)/.exec(said.text) ?? []) : [];
  return isPatchedNix(version)
    ? [ok(`sessions reach the daemon of Nix ${version}`)]
    : [
        fail(
          `sessions reach a Nix daemon that may make them root (${version || "of an unknown version"})`,
          `set ${optionOf(agent)}.nix.access = "none", or take Nix ${patchedNix.join(", ")} or later`,
        ),
      ];
}

/** nix.conf(5) with what it includes; nothing where it cannot be read. */
async function settingLines(
  machine: Machine,
  file: string,
  depth = 0,
): Promise<readonly string[] | undefined> {
  const text = await machine.read(file);
  if (text.kind !== "text") return undefined;
  const lines = await Promise.all(
    linesOf(text).map(async (line) => {
      const [, path] = /^\s*!?include\s+(\S+)/.exec(line) ?? [];
      if (path === undefined || depth > 8) return [line];
      return (await settingLines(machine, path.startsWith("/") ? path : `/etc/nix/${path}`, depth + 1)) ?? [];
    }),
  );
  return lines.flat();
}
