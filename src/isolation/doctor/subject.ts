import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { Finding } from "./finding.js";
import type { Installation } from "./installation.js";
import type { Machine } from "./machine.js";

/** What is looked at. */
export interface Subject {
  readonly agent: IsolatedAgent;
  readonly machine: Machine;
  readonly installation: Installation;
}

export type Check = (subject: Subject) => Promise<readonly Finding[]>;
