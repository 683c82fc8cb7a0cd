import type { TestProject } from "vitest/node";
import { evaluate, type Plan } from "./evaluate.js";
import { install } from "./host.js";
import { boot, type Machine, stop } from "./machine.js";
import { startModel } from "./model.js";
import { missingRequirements } from "./requirements.js";
import { type VariantName, variants } from "./variants.js";

/** What every end-to-end test file is given: the one booted machine, or why there is none. */
export type Lab =
  | {
      readonly machine: Machine;
      /** Base URL of the language model, as machine and tests both see it. */
      readonly modelUrl: string;
      readonly plans: Readonly<Record<VariantName, Plan>>;
    }
  | { readonly missing: readonly string[] };

declare module "vitest" {
  export interface ProvidedContext {
    lab: Lab;
  }
}

/** vitest's global set-up: one boot for all end-to-end test files of a run. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const missing = await missingRequirements();
  if (missing.length > 0) {
    const message = `the end-to-end tests cannot run on this machine: ${missing.join("; ")}`;
    if (process.env.CI) throw new Error(message);
    process.stderr.write(`e2e: ${message}\n`);
    project.provide("lab", { missing });
    return undefined;
  }
  const evaluation = await evaluate(variants);
  const machine = await boot();
  const { url, server } = await startModel();
  const tearDown = async () => {
    server.close();
    await stop(machine);
  };
  try {
    await install(machine, evaluation, url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide("lab", { machine, modelUrl: url, plans: evaluation.plans });
  return tearDown;
}
