import * as z from "zod";
import { nixPackage } from "../../compiler/frontends/vocabulary.js";
import { data, option, optionsOf } from "../../compiler/frontends/zod.js";
import { neededDefinitions, renameDefinitions } from "../../compiler/ir/references.js";
import type { Option, OptionSet } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { IsolatedProgram } from "../../compiler/program/types.js";
import { agentModule } from "./module.js";

/**
 * A host file: the part of a NixOS host that the modules of its agents look at, as data. Its keys are NixOS option paths, so
 * that a host file reads as the configuration does and can be evaluated as one.
 */
const surroundings = z.object({
  "networking.hostName": option(
    z
      .string()
      .regex(/^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/)
      .default("nixos"),
    {
      description: "The host's name.",
      example: data("m3-kratos"),
    },
  ),
  "users.users": option(
    z.record(
      z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,30}\$?$/),
      z.object({
        isNormalUser: option(z.boolean().default(false), {
          description:
            "Whether this is a person's account; its home is then `/home/<name>` unless `home` says otherwise.",
        }),
        home: option(
          z
            .string()
            .regex(/^\/[^\n:]*$/)
            .nullable()
            .default(null),
          {
            description: "The home directory; `null` leaves it to `isNormalUser`.",
            example: data("/home/alice"),
          },
        ),
      }),
    ),
    { description: "The users of the host, as far as the agents' modules ask.", default: data({}) },
  ),
  "nix.settings.trusted-users": option(z.array(z.string().min(1)).default(["root"]), {
    description: "Users and groups that the Nix daemon trusts. An agent must not be among them.",
    example: data(["root", "@wheel"]),
  }),
  "nix.package": option(nixPackage().nullable().default(null), {
    description:
      "The host's Nix, asked for its version where an agent's `nix.access` opens its daemon; `null` is not known.",
    example: data("/nix/store/7s0ckgk8lhn5aj1z0w9yk1nxj2p2v0aa-nix-2.31.6"),
  }),
  "nix.settings.sandbox": option(z.boolean().default(true), {
    description: "Whether Nix builds in a sandbox.",
  }),
  "security.sudo.enable": option(z.boolean().default(true), { description: "Whether the host has sudo." }),
  "security.sudo-rs.enable": option(z.boolean().default(false), {
    description: "Whether the host has sudo-rs.",
  }),
});

/** What a host says beside its agents' own options. */
export const surroundingOptions: readonly Option[] = optionsOf(surroundings);

/** The options of a host, and whose they are. */
export interface HostOptions extends OptionSet {
  readonly agents: readonly IsolatedAgent[];
}

/** The options of a host that may run each of these programs isolated. */
export function hostOptions(programs: readonly IsolatedProgram[]): HostOptions {
  const sets = programs.map(agentSet);
  // Several programs call their types alike, such as `settings`.
  const apart =
    sets.length === 1
      ? sets
      : sets.map((set, index) =>
          renameDefinitions(set, (name) => `${programs[index]?.program.name}-${name}`),
        );
  const upstream = sets.length === 1 ? sets[0]?.upstream : undefined;
  return {
    agents: programs.map(({ agent }) => agent),
    options: [...surroundingOptions, ...apart.flatMap(({ options }) => options)],
    definitions: Object.fromEntries(apart.flatMap(({ definitions }) => Object.entries(definitions))),
    ...(upstream === undefined ? {} : { upstream }),
  };
}

function agentSet({ program: { module }, agent }: IsolatedProgram): OptionSet {
  const { path, options: own, summary } = agentModule(agent);
  const options: readonly Option[] = [
    {
      name: path.join("."),
      type: { kind: "submodule", options: own },
      description: summary,
      declaration: { kind: "group" },
    },
  ];
  const { definitions, upstream } = module;
  return {
    options,
    definitions: neededDefinitions({ options, definitions }),
    ...(upstream === undefined ? {} : { upstream }),
  };
}
