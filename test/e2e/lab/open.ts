import type { Progress } from "../../../src/toolkit/cli/progress.js";
import { evaluate, type Plan } from "./evaluate.js";
import { install } from "./host.js";
import { boot, type Machine, stop, sweepDeadRuns } from "./machine.js";
import { startModel } from "./model.js";
import { pristineRoot } from "./root.js";
import type { Subject } from "./subject.js";
import { type VariantName, variantsOf } from "./variants.js";

/** Booted machines that can be switched to any of the variants, as plain data. */
export interface Booted {
  readonly machines: readonly Machine[];
  /** Base URL of the language model, as the machines and this process all see it. */
  readonly modelUrl: string;
  readonly plans: Readonly<Record<VariantName, Plan>>;
}

/**
 * Boots machines and makes each the host of all variants.
 * @param count of machines; they share nothing but the model
 * @param subject the agent that the guide's host has
 * @param step is told what is being done
 * @throws Error where one does not come up
 */
export async function openLab(
  count: number,
  subject: Subject,
  step: Progress["step"],
): Promise<{ readonly lab: Booted; readonly close: () => Promise<void> }> {
  step("evaluating the hosts");
  const { plans, closure } = await evaluate(variantsOf(subject), subject.account);
  step("booting the machines");
  const pristine = await pristineRoot();
  await sweepDeadRuns();
  const machines = await Promise.all(Array.from({ length: count }, () => boot(pristine)));
  step("installing the hosts");
  const { url, server } = await startModel();
  const close = async () => {
    server.close();
    await Promise.all(machines.map(stop));
  };
  try {
    await Promise.all(machines.map((machine) => install(machine, { plans, closure }, url)));
  } catch (error) {
    await close();
    throw error;
  }
  return { lab: { machines, modelUrl: url, plans }, close };
}
