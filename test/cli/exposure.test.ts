import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { checkDropIn } from "../../src/toolkit/verify/systemd.js";
import { temporaryDirectory } from "../output/tree.js";
import { piAgent } from "../support/pi.js";

/** What is said of a drop-in that leaves more open than the bound, by a stand-in of systemd's that rates it so. */

afterEach(() => {
  vi.unstubAllEnvs();
});

/** systemd 257, to which every unit has this exposure. */
function rates(exposure: string): void {
  const directory = temporaryDirectory();
  const program = join(directory, "systemd-analyze");
  writeFileSync(
    program,
    `#!/bin/sh
case $1 in
  --version) echo "systemd 257 (257.9)" ;;
  security) echo "→ Overall exposure level for verify.service: ${exposure} OK" ;;
esac
`,
  );
  chmodSync(program, 0o755);
  vi.stubEnv("PATH", directory);
}

const dropIn = "[Service]\nPrivateTmp=yes\n";
const limit = "expected: at most 1.3 of 10, by systemd-analyze security";
const opens = (value: string | readonly string[]) => ({ value, reason: "It must.", opens: "Something." });

async function said(agent: typeof piAgent): Promise<string> {
  const error = await checkDropIn(dropIn, agent).then(
    (outcome) => new Error(`it was taken: ${outcome}`),
    (reason) => reason,
  );
  return "render" in error ? error.render() : error.message;
}

it("names the rows that the agent's description opens, and who can take them back", async () => {
  rates("1.6");
  const policy = {
    RestrictNamespaces: opens("no"),
    MemoryDenyWriteExecute: { value: "yes", reason: "It can." },
    SystemCallFilter: opens(["kcmp", "ptrace"]),
  };
  expect(await said({ ...piAgent, policy })).toBe(
    `exposure 1.6 is above 1.3; pi opens RestrictNamespaces=no, SystemCallFilter=kcmp ptrace, which may be the reason
  ${limit}
  to mend: remove what it can do without from isolated.policy of pi, or let the host take it back in m3ta.pi-agent.hardening.extraProperties`,
  );
});

it("names none where none is opened", async () => {
  rates("1.6");
  const policy = { MemoryDenyWriteExecute: { value: "yes", reason: "It can." } };
  for (const agent of [piAgent, { ...piAgent, policy }])
    expect(await said(agent)).toBe(
      `exposure 1.6 is above 1.3\n  ${limit}\n  to mend: report it: this nixsmith's policy has lost a property, or this systemd rates it otherwise`,
    );
});

it("takes what is at the bound, whatever is opened", async () => {
  rates("1.3");
  expect(await checkDropIn(dropIn, { ...piAgent, policy: { LockPersonality: opens("no") } })).toBe(
    "systemd 257, exposure 1.3 of 10",
  );
});
