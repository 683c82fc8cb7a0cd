import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/compiler/ir/types.js";
import { comparePreviews } from "../../src/isolation/preview/compare.js";
import { hostWith, previewOf } from "./support.js";

/** What a change of a host file opens and closes by the proxy of a session. */

const corp = { file: "/run/secrets/corp", baseUrl: "https://llm.example.com/v1" };
const forge = { file: "/run/secrets/forge" };

/** A host with something of everything. */
const base = {
  network: { mode: "proxy", allow: ["a.example"], git: { "git.example/team/one": {} } },
  credentials: { corp },
};
const network = (change: JsonObject): JsonObject => ({ ...base, network: { ...base.network, ...change } });
const keys = (change: JsonObject): JsonObject => ({
  ...base,
  credentials: { ...base.credentials, ...change },
});

/** What one more of each opens, with what of it closes at the same time. */
const openings: readonly [string, JsonObject, readonly string[]][] = [
  ["a name", network({ allow: ["a.example", "*.b.example:8443"] }), ["opens reaches *.b.example:8443"]],
  ["addresses", network({ allow: ["a.example", "10.0.0.0/8:22"] }), ["opens reaches 10.0.0.0/8:22"]],
  [
    "another port of a name",
    network({ allow: ["a.example:80"] }),
    ["closes reaches a.example", "opens reaches a.example:80"],
  ],
  [
    "a repository",
    network({ git: { "git.example/team/one": {}, "git.example/team/two": {} } }),
    ["opens reaches git.example/team/two (git fetch)"],
  ],
  [
    "a push",
    network({ git: { "git.example/team/one": { push: true } } }),
    ["opens reaches git.example/team/one (git push)"],
  ],
  [
    "a repository's key",
    {
      ...network({ git: { "git.example/team/one": { credential: "forge" } } }),
      credentials: { corp, forge },
    },
    ["opens reaches git.example/team/one (git fetch)"],
  ],
  [
    "a provider that is known",
    keys({ anthropic: { file: "/run/secrets/anthropic" } }),
    ["/v1/messages", "/v1/models"].map(
      (path) => `opens key of anthropic in x-api-key for https://api.anthropic.com${path}`,
    ),
  ],
  [
    "another base URL",
    keys({ corp: { ...corp, baseUrl: "https://elsewhere.example/v1" } }),
    [
      "closes key of corp in authorization for https://llm.example.com/v1/",
      "opens key of corp in authorization for https://elsewhere.example/v1/",
    ],
  ],
  [
    "another header",
    keys({ corp: { ...corp, header: "x-key" } }),
    [
      "closes key of corp in authorization for https://llm.example.com/v1/",
      "opens key of corp in x-key for https://llm.example.com/v1/",
    ],
  ],
  ["the whole network", { ...base, network: { mode: "full" }, credentials: {} }, ["opens network"]],
];

async function changes(before: JsonObject, after: JsonObject): Promise<readonly string[]> {
  const found = comparePreviews(await previewOf(hostWith(before)), await previewOf(hostWith(after)));
  return found.map(({ name, effect = "changes" }) => `${effect} ${name}`);
}

const ofEgress = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => /reaches|key of|s network$/.test(line)).toSorted();
const turned = (line: string): string =>
  line.startsWith("opens") ? line.replace("opens", "closes") : line.replace("closes", "opens");

describe("a host file that opens by the proxy", () => {
  it.each(openings)("%s", async (_, after, want) => {
    const found = ofEgress(await changes(base, after));
    if (after.credentials !== undefined && Object.keys(Object(after.credentials)).length > 0)
      expect(found).toEqual([...want].toSorted());
    else expect(found).toEqual(expect.arrayContaining([...want]));
  });

  it.each(openings)("and closes it again: %s", async (_, after, want) => {
    const found = ofEgress(await changes(after, base));
    expect(found).toEqual(expect.arrayContaining(want.map(turned)));
  });

  it("says so of a network by name where there was none", async () => {
    const none = { network: { mode: "none" } };
    expect(ofEgress(await changes(none, base))).toEqual([
      "opens key of corp in authorization for https://llm.example.com/v1/",
      "opens network",
      "opens reaches a.example",
      "opens reaches git.example/team/one (git fetch)",
    ]);
    expect(ofEgress(await changes(base, none)).every((line) => line.startsWith("closes"))).toBe(true);
  });
});
