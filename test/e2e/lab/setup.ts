import type { TestProject } from "vitest/node";
import { withProgress } from "../../../src/toolkit/cli/progress.js";
import { type Booted, openLab } from "./open.js";
import { missingRequirements } from "./requirements.js";
import { subjectNamed } from "./subject.js";

/** What every end-to-end test file is given: the booted machines, as many as files run at once, or why there are none. */
export type Lab = Booted | { readonly missing: readonly string[] };

declare module "vitest" {
  export interface ProvidedContext {
    lab: Lab;
  }
}

/** vitest's global set-up. A test file claims one of the machines, and gives it back for the next. */
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
  const subject = subjectNamed(project.config.env.NIXSMITH_AGENT);
  const { lab, close } = await withProgress(screen, ({ step }) =>
    openLab(project.config.maxWorkers, subject, step),
  );
  project.provide("lab", lab);
  return close;
}
