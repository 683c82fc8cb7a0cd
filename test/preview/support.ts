import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../src/compiler/ir/types.js";
import { readHostFile } from "../../src/isolation/host/load.js";
import type { HostOptions } from "../../src/isolation/options/host.js";
import { type AgentPreview, type Preview, preview } from "../../src/isolation/preview/preview.js";
import { render } from "../../src/isolation/render/render.js";
import { packageRoot } from "../../src/root.js";
import { hostFile, piAgent } from "../support/pi.js";

const guidePath = join(packageRoot, "examples/hosts/m3-kratos.yaml");
export const guide = readFileSync(guidePath, "utf8");

/** What a host file's text shows. */
export function previewOf(
  text: string,
  hostSettings?: JsonObject,
  options: HostOptions = hostFile,
): Promise<Preview> {
  const file = readHostFile(text, "host.yaml", options);
  const settings = hostSettings === undefined ? {} : { [piAgent.account]: hostSettings };
  return preview(file, render(file), settings);
}

export async function agentOf(text: string, options: HostOptions = hostFile): Promise<AgentPreview> {
  const [agent] = (await previewOf(text, undefined, options)).agents;
  if (agent === undefined) throw new Error("the host's agent is not enabled");
  return agent;
}

/** A host with one user, alice, and these options of `m3ta.pi-agent` beside. */
export function hostWith(options: JsonObject, user: JsonObject = {}): string {
  return JSON.stringify({
    "networking.hostName": "box",
    "users.users": { alice: { isNormalUser: true }, bob: { isNormalUser: true } },
    "m3ta.pi-agent": { enable: true, hostUsers: { alice: { projectRoots: ["~/p"], ...user } }, ...options },
  });
}
