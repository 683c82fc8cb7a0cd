import { merged } from "../../compiler/ir/object.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { Values } from "../host/values.js";
import { outsideSettings } from "./egress.js";
import { printJson } from "./json.js";

/**
 * The Nix-managed settings, which win over what host and agent say: the option `settings` as JSON, sorted as Nix sorts.
 * A key that is null is not managed.
 */
export const managedSettings = (options: Values, agent: IsolatedAgent): string =>
  printJson(merged(options.at("settings").json, outsideSettings(options, agent)), "");
