import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/root.js";
import { as, describeHost } from "./lab/lab.js";

/** What a session has mounted is found, whatever else is unmounted while the kernel's list is read. */

const rounds = 12;

/**
 * Makes a stage of 30 mounts behind three others, clears it while these go, and says in how many rounds something was left.
 * In a mount namespace of its own.
 */
const clearing = (clear: string): string => `
dir=$(mktemp -d); mount -t tmpfs none "$dir"; cd "$dir"; left=0
for round in {1..${rounds}}; do
  for n in 1 2 3; do mkdir -p "$n"; mount -t tmpfs "$n" "$dir/$n"; done
  for n in {1..30}; do mkdir -p "stage/$n"; mount -t tmpfs "$n" "$dir/stage/$n"; done
  : >begun
  (sleep "0.00$((round % 9))"; umount "$dir/1" "$dir/2" "$dir/3") &
  ${clear}
  wait
  if [[ -e stage ]]; then left=$((left + 1)); umount "$dir"/stage/*; rm -r stage; fi
done 2>/dev/null
echo "$left"`;

const functionOf = async (file: string, name: string): Promise<string> => {
  const text = await readFile(join(packageRoot, `modules/nixos/pi-agent/${file}.sh`), "utf8");
  const found = new RegExp(`^${name}\\(\\) \\{\n.*?^\\}\n`, "ms").exec(text)?.[0];
  if (found === undefined) throw new Error(`${file}.sh has no function ${name}`);
  return found;
};

const alone = (script: string) => as("root", "exec unshare --mount bash", { stdin: script });

describeHost("guide", "what is mounted for a session", () => {
  test("is found in one reading, while other mounts go", async () => {
    const functions = `${await functionOf("common", "splitWords")}\n${await functionOf("guard", "clearStage")}`;
    const left = await alone(`${functions}\n${clearing('clearStage "$dir/stage" "$dir/begun" || :')}`);
    expect(left).toBe("0");
  });

  test("control: line by line, which seeks back in a list that has become shorter, something is missed", async () => {
    const lines = `points=(); while read -r _ _ _ _ point _; do
      if [[ $point == "$dir"/stage/* ]]; then points=("$point" "\${points[@]}"); fi
    done </proc/self/mountinfo; umount -- "\${points[@]}"; find "$dir/stage" -xdev -depth -type d -empty -delete || :`;
    expect(Number(await alone(clearing(lines)))).toBeGreaterThan(0);
  });
});
