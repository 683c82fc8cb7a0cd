import { merged } from "../../compiler/ir/object.js";
import type { Json, JsonObject } from "../../compiler/ir/types.js";
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
function route(credential: string, given: Values) {
  const known = providers[credential];
  const text = (name: string): string | undefined =>
    given.at(name).json === null ? undefined : given.at(name).text;
  const [base, writtenHeader] = [text("baseUrl"), text("header")];
  const header = writtenHeader ?? known?.header ?? "authorization";
  const knownPrefix = writtenHeader === undefined ? known?.prefix : undefined;
  const knownPaths = base === undefined ? known?.paths : undefined;
  const paths = given.at("paths").json === null ? undefined : given.at("paths").texts;
  return {
    credential,
    base: base ?? known?.base ?? "",
    header,
    prefix: text("prefix") ?? knownPrefix ?? (header === "authorization" ? "Bearer " : ""),
    paths: paths ?? knownPaths ?? ["/"],
  };
}

/** What the proxy lets a session reach: a place, or a repository, and with which key. */
export interface Reached {
  readonly what: string;
  /** Name of the credential. */
  readonly key?: string;
}

/** Of a repository fetching and pushing are two, since each is opened by itself. */
export const reachable = (options: Values): readonly Reached[] => [
  ...options.at("network", "allow").texts.map((what) => ({ what })),
  ...options.at("network", "git").entries.flatMap(([name, given]) => {
    const credential = given.at("credential");
    const key = credential.json === null ? {} : { key: credential.text };
    const isPushed = given.at("push").flag;
    return [
      { what: `${name} (git fetch)`, ...key },
      ...(isPushed ? [{ what: `${name} (git push)`, ...key }] : []),
    ];
  }),
];

/** A key that stays outside, and the requests that it is put into. */
export interface OutsideKey {
  readonly provider: string;
  readonly base: string;
  /** The header that carries it. */
  readonly header: string;
  /** What requests may ask for behind the base, by how it begins. */
  readonly paths: readonly string[];
}

export const outsideKeys = (options: Values): readonly OutsideKey[] =>
  routed(options).map(([provider, given]) => {
    const { base, header, paths } = route(provider, given);
    return { provider, base, header, paths };
  });

const namesOf = (options: Values): readonly string[] => routed(options).map(([name]) => name);

/** What leads an agent to the providers whose keys stay outside, in its settings. */
export function outsideSettings(options: Values, agent: IsolatedAgent): Json {
  const { settings, suffixes } = outsideOf(agent);
  const filled = filledForEach(namesOf(options), settings, suffixes);
  const [key, variables] = [agent.outside?.environmentKey, variablesFor(options, agent)];
  return key === undefined || Object.keys(variables).length === 0
    ? filled
    : merged(filled, { [key]: variables });
}

/** The same in its environment. */
export const outsideEnvironment = (
  options: Values,
  agent: IsolatedAgent,
): readonly (readonly [string, Values])[] => new Values(variablesFor(options, agent)).entries;

function variablesFor(options: Values, agent: IsolatedAgent): JsonObject {
  const { environment, suffixes } = outsideOf(agent);
  const filled = namesOf(options).map((name) => filledFor(name, environment[name] ?? {}, suffixes[name]));
  return Object.assign({}, ...filled);
}
