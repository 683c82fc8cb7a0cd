import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { NixsmithError } from "../../errors.js";
import { optionOf } from "../../isolation/names.js";
import { openedBy, policyOf } from "../../isolation/policy/agent.js";
import { minimumSystemd } from "../../isolation/policy/hardening.js";
import { runTool } from "./tools.js";

/** `systemd-analyze security` of the built-in policy is at most this, of 10; what is more lost a property. */
const exposureLimit = 1.3;

/**
 * Lets systemd read a unit with the drop-in's properties and rate what it leaves open. An older systemd than the policy
 * needs is not asked about what it cannot know.
 * @param agent whose policy the drop-in was printed from
 */
export async function checkDropIn(dropIn: string, agent: IsolatedAgent): Promise<string> {
  const version = Number(/systemd (\d+)/.exec(await runTool("systemd-analyze", ["--version"]))?.[1]);
  const unknown = policyOf(agent)
    .filter(({ since }) => since > version)
    .map(({ property }) => property);
  const lines = dropIn
    .split("\n")
    .filter((line) => !unknown.some((property) => line.startsWith(`${property}=`)));
  return inUnit(`${lines.join("\n")}\nExecStart=/bin/true\n`, async (unit) => {
    const complaints = await runTool("systemd-analyze", ["verify", "--man=no", unit]);
    if (complaints.trim() !== "") throw new NixsmithError(complaints.trim().replaceAll(unit, "drop-in"));
    const exposure = await exposureOf(unit);
    if (version < minimumSystemd) {
      return `systemd ${version} knows all but ${unknown.join(", ")}; exposure ${exposure}, judged from ${minimumSystemd} on`;
    }
    if (exposure > exposureLimit) throw tooExposed(exposure, agent);
    return `systemd ${version}, exposure ${exposure} of 10`;
  });
}

/** The table's own rows have been rated, and stay below the bound: what an agent's description opens is looked at first. */
function tooExposed(exposure: number, agent: IsolatedAgent): NixsmithError {
  const opened = openedBy(agent);
  const what = `exposure ${exposure} is above ${exposureLimit}`;
  const expected = `at most ${exposureLimit} of 10, by systemd-analyze security`;
  if (opened.length === 0)
    return new NixsmithError(what, {
      expected,
      mend: "report it: this nixsmith's policy has lost a property, or this systemd rates it otherwise",
    });
  const back = `${optionOf(agent)}.hardening.extraProperties`;
  return new NixsmithError(`${what}; ${agent.title} opens ${opened.join(", ")}, which may be the reason`, {
    expected,
    mend: `remove what it can do without from isolated.policy of ${agent.program}, or let the host take it back in ${back}`,
  });
}

async function exposureOf(unit: string): Promise<number> {
  const report = await runTool("systemd-analyze", ["security", "--offline=true", "--no-pager", unit]);
  const exposure = Number(/exposure level for .*: ([\d.]+)/.exec(report)?.[1]);
  if (Number.isNaN(exposure))
    throw new NixsmithError(`systemd-analyze gave no exposure level:\n${report.trim()}`);
  return exposure;
}

async function inUnit<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "nixsmith-unit-"));
  try {
    const unit = join(directory, "verify.service");
    await writeFile(unit, text);
    return await use(unit);
  } finally {
    await rm(directory, { recursive: true });
  }
}
