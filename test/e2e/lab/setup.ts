import type { TestProject } from "vitest/node";
import { type Progress, withProgress } from "../../../src/progress.js";
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
  const screen = { err: (text: string) => void process.stderr.write(text), watched: process.stderr.isTTY };
  return withProgress(screen, ({ step }) => setUpMachine(project, step));
}

async function setUpMachine(project: TestProject, step: Progress["step"]): Promise<() => Promise<void>> {
  step("evaluating the hosts");
  const evaluation = await evaluate(variants);
  step("booting the machine");
  const machine = await boot();
  step("installing the hosts");
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
