import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/root.js";
import { command, describeHost } from "./lab/lab.js";

const shell = (name: string) => readFileSync(join(packageRoot, `modules/nixos/pi-agent/${name}.sh`), "utf8");

/**
 * What a session's look at its mounts says of a path that is mounted read-only, where another mount has the same name: one of the
 * host's that is hidden since, and newer.
 */
const look = (option: string, path = "/srv/overlap/in") => `
agentName=lab session=lab unavailable=69
${shell("common")}
${shell("verify")}
mkdir -p /srv/overlap/in
cd /srv/overlap/in
mount -t tmpfs over /srv/overlap
mkdir -p /srv/overlap/in /srv/overlap/plain
mount --bind /srv/overlap/in /srv/overlap/in
mount -o remount,bind,ro /srv/overlap/in
mount --bind --no-canonicalize /proc/self/cwd/. /proc/self/cwd/.
declare -A mounts=()
listMounts
splitWords "$(newestAt /srv/overlap/in)"
[[ \${words[5]} == rw* ]] || echo 'the hidden mount is not the newer one'
expectMount ${path} ${option}
echo fine`;

describeHost("guide", "the look at a session's mounts", () => {
  const looked = (...args: Parameters<typeof look>) =>
    command("root", ["unshare", "-m", "bash", "-euc", look(...args)]);

  test("is at what a path leads to, not at a hidden mount of the same name", async () => {
    expect(await looked("ro")).toEqual({ code: 0, stdout: "fine\n", stderr: "" });
  });

  test.each([
    ["an option that the mount does not have", ["nosuid"], "is not mounted nosuid"],
    ["a path that is no mount", ["ro", "/srv/overlap/plain"], "is not a mount of its own"],
    ["a path that is not there", ["ro", "/srv/overlap/none"], "is not a mount of its own"],
  ] as const)("refuses %s", async (_, [option, path], why) => {
    const { code, stdout, stderr } = await looked(option, path);
    expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
    expect(stderr).toContain(why);
  });
});
