import type { Module } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { named } from "../names.js";
import { agentOptions, agentSummary } from "./agent.js";

/** The NixOS module of an isolated agent, whose settings' type is the program's to define. */
export const agentModule = (agent: IsolatedAgent): Module => ({
  target: "nixos",
  path: agent.option,
  summary: named(agentSummary, agent),
  options: named(agentOptions, agent),
  definitions: {},
});
