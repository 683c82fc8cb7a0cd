import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, parseConfig } from "../../templates/egress/config.mjs";
import { Refusal } from "../../templates/egress/refusal.mjs";
import { parseTarget, showTarget } from "../../templates/egress/target.mjs";
import { size } from "../support/long.js";
import { bent } from "./bent.js";

/**
 * What parses requests, by inputs that are nearly right: a million of them by `npm run test:long`. What passes is held to somebody
 * else's reading of it: Node's URL, OpenSSL's server, and an upstream that reads HTTP as leniently as Node can.
 */

describe("targets", { timeout: 1_200_000 }, () => {
  const hosts = [
    "api.example.com",
    "API.Example.COM",
    "a",
    "127.0.0.1",
    "0177.0.0.1",
    "127.1",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[fe80::1%25eth0]",
    "xn--nxasmq6b",
    "1.2.3.4.",
    "example.com.",
    "1e3",
    "256.1.1.1",
  ];
  const authority = fc
    .tuple(
      fc.constantFrom("", "", "", "user@", "user:pass@"),
      fc.constantFrom(...hosts),
      fc.constantFrom("", ":443", ":80", ":0", ":65536", ":0443", ":"),
    )
    .map((parts) => parts.join(""));

  it("that pass are what a URL takes them for", () => {
    let passed = 0;
    fc.assert(
      fc.property(bent(authority), (text) => {
        const target = targetOf(text);
        if (target === undefined || target.host.includes("xn--")) return;
        passed += 1;
        expect(new URL(`http://${showTarget(target)}/`).host).toBe(new URL(`http://${text}/`).host);
        expect(parseTarget(showTarget(target), undefined)).toEqual(target);
      }),
      { numRuns: size({ part: 10_000, whole: 500_000 }) },
    );
    expect(passed).toBeGreaterThan(0);
  });

  function targetOf(text: string) {
    try {
      return parseTarget(text, 80);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
});

describe("configurations", { timeout: 1_200_000 }, () => {
  const value: fc.Arbitrary<unknown> = fc.oneof(
    fc.constantFrom(
      "https://a.example/v1",
      "http://a.example",
      "*.example.com",
      "10.0.0.0/8",
      "::/0",
      "x-api-key",
      "a",
      "",
      "/v1/",
      443,
      0,
      -1,
      1.5,
      null,
      true,
      "__proto__",
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const record = (...keys: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...keys, "__proto__", "other"), value);
  const config = fc.record(
    {
      option: fc.oneof(fc.constant("m3ta.pi-agent"), value),
      allow: fc.oneof(fc.array(record("host", "address", "port"), { maxLength: 3 }), value),
      routes: fc.oneof(
        fc.dictionary(
          fc.constantFrom("a", "git", "__proto__"),
          record("base", "header", "prefix", "credential", "paths", "methods"),
        ),
        value,
      ),
      git: fc.oneof(
        fc.dictionary(fc.constantFrom("github.com/a/b", "a", "constructor"), record("push", "credential")),
        value,
      ),
    },
    { requiredKeys: [] },
  );

  it("with one word more, wherever it stands, are refused by that word", () => {
    const whole = {
      option: "m3ta.pi-agent",
      allow: [
        { host: "a.example", port: 443 },
        { address: "10.0.0.0/8", port: 22 },
      ],
      routes: {
        a: { base: "https://a.example", header: "x", prefix: "", credential: "a", paths: [], methods: [] },
      },
      git: { "a.example/b": { push: true, credential: "a" } },
    };
    parseConfig(JSON.stringify(whole));
    for (const path of [[], ["allow", 0], ["allow", 1], ["routes", "a"], ["git", "a.example/b"]])
      for (const word of ["deny", "bases", "Push", "__proto__", "constructor"]) {
        const copy = structuredClone(whole);
        const place = path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), copy);
        Object.defineProperty(place, word, { value: null, enumerable: true });
        const where = path
          .map((key) => (typeof key === "number" ? `[${key}]` : key))
          .join(".")
          .replace(".[", "[");
        const refused = () => parseConfig(JSON.stringify(copy));
        expect(refused).toThrow(`${where || "the configuration"}: expected keys out of `);
        expect(refused).toThrow(`, not "${word}"`);
      }
  });

  it("are read, or refused with what was expected", () => {
    const text = fc.oneof(
      config.map((value) => JSON.stringify(value)),
      bent(config.map((value) => JSON.stringify(value))),
    );
    fc.assert(
      fc.property(text, (content) => {
        try {
          parseConfig(content);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          expect(error.message).toMatch(/expected|it is not JSON/);
        }
      }),
      { numRuns: size({ part: 1_000, whole: 30_000 }) },
    );
  });
});
