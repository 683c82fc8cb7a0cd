import { merged } from "../../compiler/ir/object.js";
import type { Json } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { egressPort } from "./entries.js";

/** What an agent is given in a key's place. */
export const placeholder = "kept-outside";

/** How an agent is led to providers, with what it leaves out. */
export const outsideOf = ({ outside = {} }: Pick<IsolatedAgent, "outside">) => ({
  settings: outside.settings ?? {},
  file: outside.file?.content ?? {},
  environment: outside.environment ?? {},
  suffixes: outside.suffixes ?? {},
});

/** A template with its holes filled for a provider. */
export function filledFor(provider: string, template: Json, suffix = ""): Json {
  const holes: Readonly<Record<string, string>> = {
    provider,
    url: `http://127.0.0.1:${egressPort}/${provider}${suffix}`,
    placeholder,
  };
  const text = (value: string): string =>
    value.replace(/<(\w+)>/g, (hole, name: string) => holes[name] ?? hole);
  const fill = (value: Json): Json => {
    if (typeof value === "string") return text(value);
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(fill);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), fill(inner)]));
  };
  return fill(template);
}

/** A template filled for each of some providers, all in one. */
export const filledForEach = (
  names: readonly string[],
  template: Json,
  suffixes: Readonly<Record<string, string>>,
): Json =>
  names
    .map((name) => filledFor(name, template, suffixes[name]))
    .reduce((all: Json, one) => merged(all, one), {});
