import type { Json } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { rulesOf } from "../egress/entries.js";
import { filledFor, filledForEach, outsideOf } from "../egress/outside.js";
import { providers } from "../egress/providers.js";
import { Values } from "../host/values.js";
import { optionOf } from "../names.js";
import { printJson } from "./json.js";

/** What the egress program of a host is told, as JSON. */
export const egressConfiguration = (options: Values, agent: IsolatedAgent): string =>
  printJson(
    {
      option: optionOf(agent),
      allow: options
        .at("network", "allow")
        .texts.flatMap((entry) => rulesOf(entry).map((rule) => ({ ...rule }))),
      routes: Object.fromEntries(
        routed(options).map(([credential, given]) => [credential, route(credential, given)]),
      ),
      git: options.at("network", "git").json,
    },
    "",
  );

/** Credentials that have a provider; what is neither known nor has a URL is a token for git alone. */
const routed = (options: Values): readonly (readonly [string, Values])[] =>
  options
    .at("credentials")
    .entries.filter(([name, given]) => given.at("baseUrl").json !== null || name in providers);

/** What the host does not say of a route is the provider's own. */
function route(credential: string, given: Values): Json {
  const known = providers[credential];
  const written = {
    base: given.at("baseUrl").json,
    header: given.at("header").json,
    prefix: given.at("prefix").json,
    paths: given.at("paths").json,
  };
  const header = written.header ?? known?.header ?? "authorization";
  const knownPrefix = written.header === null ? known?.prefix : undefined;
  const knownPaths = written.base === null ? known?.paths : undefined;
  return {
    credential,
    base: written.base ?? known?.base ?? null,
    header,
    prefix: written.prefix ?? knownPrefix ?? (header === "authorization" ? "Bearer " : ""),
    paths: written.paths ?? knownPaths ?? ["/"],
  };
}

/** What the proxy lets a session reach, in words: places, and repositories. */
export const reachable = (options: Values): readonly string[] => [
  ...options.at("network", "allow").texts,
  ...options
    .at("network", "git")
    .entries.map(([name, given]) => `${name} (git${given.at("push").flag ? ", push" : ""})`),
];

/** Providers whose keys stay outside, and where their requests go. */
export const outsideKeys = (
  options: Values,
): readonly { readonly provider: string; readonly base: string }[] =>
  routed(options).map(([provider, given]) => {
    const written = given.at("baseUrl");
    return { provider, base: written.json === null ? (providers[provider]?.base ?? "") : written.text };
  });

const namesOf = (options: Values): readonly string[] => routed(options).map(([name]) => name);

/** What leads an agent to the providers whose keys stay outside, in its settings. */
export function outsideSettings(options: Values, agent: IsolatedAgent): Json {
  const { settings, suffixes } = outsideOf(agent);
  return filledForEach(namesOf(options), settings, suffixes);
}

/** The same in its environment. */
export function outsideEnvironment(
  options: Values,
  agent: IsolatedAgent,
): readonly (readonly [string, Values])[] {
  const { environment, suffixes } = outsideOf(agent);
  const filled = namesOf(options).map((name) => filledFor(name, environment[name] ?? {}, suffixes[name]));
  return new Values(Object.assign({}, ...filled)).entries;
}
