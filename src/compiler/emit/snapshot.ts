import { modules } from "../../../schema/modules.js";
import { settings } from "../../../schema/pi/index.js";
import { knownRenames } from "../../../schema/renames.js";
import { messages } from "../../isolation/options/assertions.js";
import { guards } from "../../isolation/options/guards.js";
import {
  type HardeningRow,
  hardening,
  type PolicyText,
  tightening,
} from "../../isolation/policy/hardening.js";
import { agentOwned, reservedVariables, sessionPackages } from "../../isolation/policy/runtime.js";
import { runnerStandIn, sudoersLines } from "../../isolation/render/sudoers.js";
import { packageVersion } from "../../root.js";
import { hashOf, snapshotPath } from "../diff/snapshot.js";
import type { PolicyRow, Snapshot } from "../diff/snapshot-schema.js";
import { layOutJson } from "../output/json.js";
import { type Artefact, marker } from "./artefact.js";

/** `nixsmith.json`, which says of a tree what `nixsmith diff` compares; `files` are the others of it. */
export function snapshotFile(files: readonly Artefact[]): Artefact {
  return { path: snapshotPath, content: layOutJson(snapshotOf(files)) };
}

function snapshotOf(files: readonly Artefact[]): Snapshot {
  const { definitions = {} } = modules[0] ?? {};
  return {
    generatedBy: `${marker} ${packageVersion()}; do not edit, run \`nixsmith generate\`.`,
    format: 1,
    source: settings.source,
    modules: modules.map(({ definitions: _, ...module }) => module),
    definitions,
    renames: knownRenames,
    hardening: hardening.map(policyRow),
    settable: tightening,
    sudo: sudoersLines({ hostUsers: [{ name: "alice" }, { name: "bob" }] }, runnerStandIn),
    reserved: [...reservedVariables, "LC_*", "XDG_*"],
    unsynced: [...agentOwned, "auth.json"],
    packages: sessionPackages,
    refusals: messages,
    guards,
    files: Object.fromEntries(files.map(({ path, content }) => [path, hashOf(content)])),
  };
}

function policyRow({ property, value, when, where, locked, tighten, reason }: HardeningRow): PolicyRow {
  const { rule, ...detail } = tighten;
  return {
    property,
    value: value.kind === "scalar" ? showText(value.text) : value.entries.map(showText),
    reset: value.kind === "list" && value.reset,
    ...(when === undefined ? {} : { when: { option: when.option.join("."), oneOf: when.oneOf } }),
    where,
    locked,
    tighten: "values" in detail ? `${rule} ${detail.values.join(" ")}` : rule,
    reason,
  };
}

/** An option of the host stands as `<its.path>`. */
function showText(text: PolicyText): string {
  if (typeof text === "string") return text;
  return "option" in text ? `<${text.option.join(".")}>` : text.map(showText).join("");
}
