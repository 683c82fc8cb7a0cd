import { resolve } from "node:path";
import { optionOf } from "../../names.js";
import { accountOf } from "../accounts.js";
import { type Finding, fail, ok, unseen, warn } from "../finding.js";
import { idmapVerdict } from "../idmap.js";
import { isMissing, linesOf, type Machine } from "../machine.js";
import { mountOf, readMounts } from "../mounts.js";
import type { Subject } from "../subject.js";
import { versionIn } from "../versions.js";

/** Every project root: is it there, is it the user's own, and can its file system be id-mapped? */
export async function roots({
  machine,
  agent,
  installation: { runner },
}: Subject): Promise<readonly Finding[]> {
  if (runner === undefined) return [];
  const module = optionOf(agent);
  const mounts = readMounts(linesOf(await machine.read("/proc/self/mountinfo")));
  const release = await machine.read("/proc/sys/kernel/osrelease");
  const kernel = (release.kind === "text" ? versionIn(release.text) : undefined) ?? [0, 0];
  const findings = runner.hostUsers.map(async ({ name, projectRoots }) => {
    const account = await accountOf(machine, name);
    if (account === undefined)
      return [
        fail(
          `there is no account ${name}`,
          `declare users.users.${name}, or remove ${module}.hostUsers.${name}`,
        ),
      ];
    const option = `${module}.hostUsers.${name}.projectRoots`;
    return Promise.all(
      projectRoots.map(async (written): Promise<Finding> => {
        const root = resolve(account.home, written);
        const trouble = await placeTrouble(machine, root, account.uid, option);
        if (trouble !== undefined) return trouble;
        const mount = mountOf(mounts, root);
        if (mount === undefined) return unseen(`${root}: its mount is not in /proc/self/mountinfo`);
        if (runner.projectAccess === "acl") return ok(`${root} (${mount.type}), by ACLs`);
        return idmapVerdict(root, mount, kernel, agent);
      }),
    );
  });
  return (await Promise.all(findings)).flat();
}

/** What keeps a directory from being a root, as the runner sees it. */
async function placeTrouble(
  machine: Machine,
  root: string,
  uid: number,
  option: string,
): Promise<Finding | undefined> {
  const said = await machine.run("stat", "-c", "%u %F", "--", root);
  if (isMissing(said)) {
    return warn(`${root} does not exist`, `make it, or remove it from ${option}`);
  }
  if (said.kind !== "text") return unseen(`${root} cannot be looked at by ${machine.user}`);
  const [, owner, type] = /^(\d+) (.*)$/.exec(said.text.trim()) ?? [];
  if (type !== "directory")
    return fail(`${root} is a ${type} and no directory`, `name what it leads to in ${option}`);
  return Number(owner) === uid
    ? undefined
    : fail(
        `${root} does not belong to the user who may start there`,
        `chown it, or remove it from ${option}`,
      );
}
