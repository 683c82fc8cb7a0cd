import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/compiler/data/check.js";
import { parseHost } from "../../src/compiler/data/document.js";
import { ecmaPattern, wholeMatch } from "../../src/compiler/data/pattern.js";
import { HostFileError } from "../../src/compiler/data/problem.js";
import type { Json, Option, OptionType } from "../../src/compiler/ir/types.js";
import { evaluateMany } from "../../src/compiler/nix/evaluate.js";
import { fromJson, printNix } from "../../src/compiler/nix/print.js";
import { evaluateHosts, resultOf } from "../nixos/hosts.js";
import { hostFile, piAgentModule } from "../support/pi.js";

/** An option by its path below the module, and a value for it. */
interface Setting {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Values at the edges of every type that the module has. */
const anyValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(
    null,
    true,
    false,
    0,
    1,
    -1,
    15,
    16,
    64,
    65,
    1.5,
    "",
    "0",
    "1G",
    "8h",
    "200%",
    "infinity",
    "022",
    "0022",
    "9",
    "full",
    "none",
    "project",
    "idmap",
    "pi",
    "pi agent",
    "a.b+c",
    "-x",
    "/var/lib/x",
    "/x/",
    "/",
    "relative",
    "10.0.0.0/8",
    "::1",
    "any",
    "everywhere",
    "two\nlines",
    "ü",
    "/run/a.env",
    "/run/%h",
    "true",
    "header",
    [],
    {},
    ["~/p"],
    [""],
    [1],
    ["any", "x"],
    ["/run/a.env"],
    [[]],
    { HOME: "x" },
    { "a-b": "x" },
    { a: 1 },
    { X: true },
    { NoNewPrivileges: [true] },
    { NoNewPrivileges: "yes" },
    { lower: "x" },
    { al: {} },
    { Al: {} },
    { al: { projectRoots: ["~/p"], exposure: "all" } },
    { al: { projectRoots: "~/p" } },
    { al: { projectRoots: ["~/p"], sync: { maxDepth: 64 } } },
    { al: { projectRoots: [], unknown: 1 } },
    { quietStartup: true },
    { quietStartup: "header" },
    { quietStartup: "loud" },
    { packages: ["a"] },
    { packages: [1] },
    { packages: [{ source: "x" }] },
    { packages: [{ extensions: [] }] },
    { thinkingBudgets: { low: 1 } },
    { new: { deep: [null] } },
  ),
  fc
    .jsonValue({ maxDepth: 1, noUnicodeString: false })
    .filter(isPlain)
    .map((value) => JSON.parse(JSON.stringify(value))),
);

/** Nix 2.8 prints floats short, and no Nix holds a NUL; neither is what is compared here. */
function isPlain(value: unknown): boolean {
  const text = JSON.stringify(value);
  return !text.includes("\\u0000") && !/\d[.e]\d/.test(text);
}

interface Settable {
  readonly path: readonly string[];
  /** What the option's own default and example say. */
  readonly own: readonly Json[];
}

/** Options that can be set to a value of one's own; packages are values that only Nix has. */
function settable(options: readonly Option[], above: readonly string[] = []): readonly Settable[] {
  return options.flatMap((option): readonly Settable[] => {
    const { name, type, declaration } = option;
    const path = [...above, name];
    if (declaration?.kind === "package" || holdsPackages(type)) return [];
    if (declaration?.kind === "group" && type.kind === "submodule") return settable(type.options, path);
    const own = [option.default, option.example].flatMap((value) =>
      value?.kind === "data" ? [value.value] : [],
    );
    return [{ path, own }];
  });
}
const holdsPackages = (type: OptionType): boolean => type.kind === "listOf" && type.of.kind === "package";

const setting: fc.Arbitrary<Setting> = fc
  .constantFrom(...settable(piAgentModule.options))
  .chain(({ path, own }) =>
    fc.record({
      path: fc.constant(path),
      value: own.length === 0 ? anyValue : fc.oneof(fc.constantFrom(...own), anyValue, anyValue),
    }),
  );

const nested = ({ path, value }: Setting): Json =>
  path.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);

function accepted(setting: Setting): boolean {
  try {
    checkOptions(
      parseHost(JSON.stringify({ "m3ta.pi-agent": nested(setting) }), "h.yaml"),
      hostFile,
      "h.yaml",
    );
    return true;
  } catch (error) {
    if (error instanceof HostFileError) return false;
    throw error;
  }
}

describe("a host file's verdict is Nix' own", () => {
  it("on four hundred settings", async () => {
    const seed = Number(process.env.NIXSMITH_SEED ?? Date.now() % 2 ** 31);
    const settings = fc.sample(setting, { numRuns: 400, seed });
    const modules = Object.fromEntries(
      settings.map((one, index) => [`${index}`, `{m3ta.pi-agent = ${printNix(fromJson(nested(one)))};}`]),
    );
    // Read one by one: an option that Nix refuses fails only once somebody asks for it.
    const outcomes = await evaluateHosts(
      modules,
      `host: builtins.deepSeq (removeAttrs host.config.m3ta.pi-agent ["package" "extraPackages"]) true`,
    );
    const disagreements = settings
      .map((one, index) => ({ one, byNix: outcomes[`${index}`]?.ok, byUs: accepted(one) }))
      .filter(({ byNix, byUs }) => byNix !== byUs)
      .map(
        ({ one, byNix }) =>
          `NIXSMITH_SEED=${seed}: Nix ${byNix ? "accepts" : "refuses"} ${JSON.stringify(nested(one))}`,
      );
    expect(disagreements).toEqual([]);
    const taken = settings.filter(accepted).length;
    expect(taken, "settings that are accepted").toBeGreaterThan(40);
    expect(settings.length - taken, "settings that are refused").toBeGreaterThan(40);
  });
});

const patterns: readonly (readonly [string, readonly string[]])[] = [
  ["[a-z_][a-z0-9._-]{0,30}", ["a", "_x-9", "john.doe", "", "A", "-a", "a\n", "ab c"]],
  ["[[:alnum:]_-]+", ["aZ0_", "a b", "é", "[:alnum:]"]],
  ["[]a]+", ["]a]", "a", "b", "[]a]"]],
  ["[^]a]+", ["b", "]", "a"]],
  ["[a\\]+", ["a\\", "\\", "a]"]],
  ["a.c", ["abc", "a\nc", "ac", "a😀c"]],
  ["a\\.c", ["a.c", "abc"]],
  ["(ab|c)*d?", ["ababcd", "", "abd", "abda"]],
  ["[.+*?]{2}", ["+*", ".?", "aa"]],
  ["/[^%*?]+", ["/run/x", "/run/%h", "/", "/a b\nc"]],
];

describe("a POSIX pattern", () => {
  it("matches in JavaScript what it matches in Nix", async () => {
    const questions = patterns.flatMap(([pattern, texts]) => texts.map((text) => ({ pattern, text })));
    const expressions = questions.map(({ pattern, text }, index) => {
      const [ere, subject] = [pattern, text].map((value) => printNix({ kind: "string", value }));
      return [`${index}`, `builtins.match ${ere} ${subject} != null`];
    });
    const outcomes = await evaluateMany(Object.fromEntries(expressions));
    // Nix matches bytes: "." is one of the four of 😀.
    const bytes = (text: string): string => Buffer.from(text).toString("latin1");
    expect(
      questions.map(({ pattern, text }) => [pattern, text, wholeMatch(pattern).test(bytes(text))]),
    ).toEqual(questions.map(({ pattern, text }, index) => [pattern, text, resultOf(outcomes[`${index}`])]));
  });

  it("is written for JSON Schema with the flag u alone", () => {
    for (const [pattern] of patterns) expect(() => new RegExp(ecmaPattern(pattern), "u")).not.toThrow();
  });
});
