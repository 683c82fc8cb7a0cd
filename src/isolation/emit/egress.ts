import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Artefact, header, type Made, marker } from "../../compiler/emit/artefact.js";
import { fromJson, printNix, printPath } from "../../compiler/nix/print.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { renderTemplate } from "../../compiler/template.js";
import { mapValues } from "../../map-values.js";
import { packageRoot } from "../../root.js";
import { defaultPort, egressPort, namePattern, symbolicAddresses } from "../egress/entries.js";
import { outsideOf, placeholder } from "../egress/outside.js";
import { providers } from "../egress/providers.js";
import { optionOf } from "../names.js";

/** `egress.nix`: the units of an agent's proxy, and what it is told. */
export const egressModule = (agent: IsolatedAgent, made: Made): string =>
  renderTemplate("nixos/egress.nix", {
    header: header(made),
    agent: {
      name: agent.account,
      title: agent.title,
      optionText: printNix(fromJson(optionOf(agent))),
    },
    defaultPort,
    outside: mapValues(outsideOf(agent), (value) => printNix(fromJson(value), { indent: 4 })),
    settingsEnvironment: settingsEnvironment(agent),
    placeholder,
    namePattern: printNix(fromJson(namePattern)),
    port: egressPort,
    symbolicAddresses: printNix(fromJson(symbolicAddresses), { indent: 2 }),
  });

/** The environment as a part of the settings, where the agent takes it from there. */
function settingsEnvironment({ outside }: IsolatedAgent): string | undefined {
  const key = outside?.environmentKey;
  return key === undefined ? undefined : `{${printPath([key])} = environment;}`;
}

/** What is known of model providers. */
export const providerFiles = (agents: readonly IsolatedAgent[], made: Made): readonly Artefact[] => [
  {
    path: "nixsmith/providers.nix",
    content: renderTemplate("shared/providers.nix", {
      header: header(made),
      providers: printNix(fromJson(mapValues(providers, ({ variables: _, ...provider }) => provider))),
    }),
  },
  {
    path: "nixsmith/credential-variables.nix",
    content: renderTemplate("shared/credential-variables.nix", {
      header: header(made),
      variables: printNix(fromJson(credentialVariables(agents))),
    }),
  },
];

/** By the provider, with what any of a tree's agents takes from elsewhere than its clients do; under `*` what may be of any. */
function credentialVariables(agents: readonly IsolatedAgent[]) {
  const given = [
    mapValues(providers, ({ variables }) => variables),
    ...agents.map(({ outside }) => outside?.credentials ?? {}),
  ];
  const names = new Set(["*", ...given.flatMap(Object.keys)]);
  return Object.fromEntries(
    [...names].map((name) => [name, [...new Set(given.flatMap((variables) => variables[name] ?? []))]]),
  );
}

const program = join(packageRoot, "templates/egress");

/** Without a version, by which alone the program would differ between two of nixsmith: `diff` knows comments of Nix and shells only. */
const headerOf = ({ command = "nixsmith generate" }: Made): string =>
  `// ${marker}; do not edit, run \`${command}\`.`;

/** The proxy itself, which all agents share. */
export const egressProgram = (made: Made): readonly Artefact[] =>
  readdirSync(program)
    .filter((name) => name.endsWith(".mjs"))
    .map((name) => ({
      path: `nixsmith/egress/${name}`,
      content: `${headerOf(made)}\n${readFileSync(join(program, name), "utf8")}`,
    }));
