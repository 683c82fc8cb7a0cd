import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Difference, diffSides } from "../../src/compiler/diff/engine/engine.js";
import type { Side } from "../../src/compiler/diff/engine/side.js";
import { shellCode } from "../../src/compiler/diff/matches/shell-code.js";
import { pairOptions } from "../../src/compiler/diff/options/pair.js";
import { rules } from "../../src/compiler/diff/rules/index.js";
import type { Option, OptionType, Protects } from "../../src/compiler/ir/types.js";
import { type Fixture, option, preset, row, treeSide } from "./fixtures.js";

const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const subset = (...names: readonly string[]) => fc.subarray([...names]);

const { options } = fc.letrec<{ type: OptionType; options: readonly Option[] }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    some<OptionType>(
      { kind: "bool" },
      { kind: "str" },
      { kind: "int" },
      { kind: "number" },
      { kind: "json" },
    ),
    some<OptionType>(
      { kind: "int", min: 0 },
      { kind: "int", min: 1, max: 9 },
      { kind: "str", pattern: "a+" },
    ),
    subset("a", "b", "c").map((values): OptionType => ({ kind: "enum", values })),
    tie("type").map((of): OptionType => ({ kind: "nullOr", of })),
    tie("type").map((of): OptionType => ({ kind: "nullOr", of, explicit: true })),
    tie("type").map((of): OptionType => ({ kind: "listOf", of })),
    tie("type").map((of): OptionType => ({ kind: "attrsOf", of })),
    fc.tuple(tie("type"), tie("type")).map((of): OptionType => ({ kind: "union", of })),
    tie("options").map((of): OptionType => ({ kind: "submodule", options: of })),
    tie("options").map((of): OptionType => ({ kind: "submodule", options: of, freeform: { kind: "json" } })),
    tie("options").map((of): OptionType => ({ kind: "submodule", options: of, fromFile: true })),
  ),
  options: fc.uniqueArray(
    fc
      .record({
        name: some("host", "hostName", "port", "ports", "enable", "enabled", "stateDir", "a b"),
        type: tie("type"),
        default: some("none", "x", "y"),
        description: some(
          "",
          "Says what this option is good for.",
          "Where the state of the program is kept.",
        ),
        readOnly: some<true | undefined>(undefined, true),
        deprecated: some(undefined, "use another", "it does nothing"),
        defaultText: some(undefined, "the usual", "what it was"),
        upstreamDefault: some(undefined, 1, 2),
        protects: some<Protects | undefined>(undefined, ["x"]),
      })
      .map(
        ({
          name,
          type: of,
          default: value,
          readOnly,
          deprecated,
          defaultText,
          upstreamDefault,
          protects,
          ...rest
        }): Option => {
          const { default: _, ...bare } = option(name, { ...rest, type: of });
          return {
            ...bare,
            ...(value === "none" ? {} : preset(value)),
            ...(readOnly && { readOnly }),
            ...(deprecated && { deprecated }),
            ...(defaultText && { defaultText }),
            ...(upstreamDefault && { upstreamDefault }),
            ...(protects && { protects }),
          };
        },
      ),
    { selector: ({ name }) => name, maxLength: 6 },
  ),
}));

const rowOf = fc
  .record({
    // One of each kind of strictness, those with a peculiar default or empty list, and one that is not judged.
    property: some(
      "PrivateTmp",
      "ProtectSystem",
      "KeyringMode",
      "SystemCallFilter",
      "CapabilityBoundingSet",
      "RestrictAddressFamilies",
      "IPAddressAllow",
      "InaccessiblePaths",
      "MemoryMax",
      "SecureBits",
    ),
    value: fc.oneof(
      some("yes", "no", "strict", "full", "shared", "other"),
      subset("a", "~b", "~c", "d"),
      subset("~c", "d", "a", "~b"),
    ),
    reset: fc.boolean(),
    when: some(undefined, ["none"], ["none", "loopback"]),
    where: some<readonly ("flag" | "dropin")[]>(["flag"], ["dropin"], ["flag", "dropin"]),
    locked: fc.boolean(),
    tighten: some("same", "more"),
  })
  .map(({ property, when, ...over }) =>
    row(property, { ...over, ...(when && { when: { option: "network", oneOf: when } }) }),
  );

const sudoLine = fc
  .tuple(
    some("alice", "bob", "ALL"),
    some("root", "ALL"),
    subset("NOPASSWD", "SETENV", "NOEXEC"),
    some("/run/a", "/run/*"),
    some('""', "", "x"),
  )
  .map(([user, as, tags, command, args]) =>
    `${user} ALL=(${as}) ${tags.map((tag) => `${tag}: `).join("")}${command} ${args}`.trim(),
  );

const sudoers = fc.oneof({ weight: 9, arbitrary: sudoLine }, some("Defaults setenv", "alice ALL=/a, /b"));

const script = some("run\n", "# says\nrun\n", "walk\n", "run \\\n\n  walk\n");
const wiring = some("{ a = 1; }\n", "{a=1;} # one\n", "{ a = 2; }\n", "{ a = mkOption { }; }\n");
const fixture: fc.Arbitrary<Fixture> = fc.record({
  options,
  hardening: fc.uniqueArray(rowOf, {
    selector: ({ property, when, where }) => JSON.stringify([property, when, where[0]]),
    maxLength: 4,
  }),
  settable: subset("Nice", "CPUWeight"),
  sudo: fc.uniqueArray(sudoers, { maxLength: 3 }),
  reserved: subset("HOME", "PATH"),
  unsynced: subset("sessions", "auth.json"),
  managed: subset("app.json", "$APP_CONFIG", "/etc/app/managed.d"),
  kept: subset("theme", "tui"),
  packages: subset("git", "jq"),
  refusals: fc.dictionary(some("one", "two"), fc.constant("refused")),
  files: fc
    .tuple(fc.dictionary(some("a.sh", "b.sh"), script), fc.dictionary(some("a.nix", "b.nix"), wiring))
    .map(([scripts, others]) => ({ ...scripts, ...others })),
  source: some("1", "2").map((version) => ({ package: "app", version, integrity: "sha512-a" })),
});

const differ = (base: Side, head: Side): Difference => diffSides(base, head, { shell: shellCode });

const mirrorOf = new Map(rules.map(({ id, mirror }) => [id, mirror]));
const subjects = ({ findings }: Difference) =>
  findings.map(({ rule, subject }) => `${rule.id} ${subject}`).sort();
/** What the reverse has to find: the mirrored rules, and renames by their new name. */
const mirrored = ({ findings }: Difference) => {
  const names = new Map(
    findings.flatMap(({ rule, subject, after }) => (rule.id === "option-renamed" ? [[subject, after]] : [])),
  );
  return findings
    .map(({ rule, subject }) => `${mirrorOf.get(rule.id)} ${names.get(subject) ?? subject}`)
    .sort();
};

describe("any two trees", () => {
  const runs = { numRuns: process.env.NIXSMITH_LONG ? 1000 : 100 };

  it("differ from themselves in nothing", () => {
    fc.assert(
      fc.property(fixture, (a) => {
        expect(differ(treeSide(a), treeSide(a))).toEqual({ findings: [], unclassified: [] });
      }),
      runs,
    );
  });

  it("differ the other way round in the mirrored rules", () => {
    fc.assert(
      fc.property(fixture, fixture, (a, b) => {
        const [base, head] = [treeSide(a), treeSide(b)];
        expect(subjects(differ(head, base))).toEqual(mirrored(differ(base, head)));
      }),
      runs,
    );
  });

  it("differ in no option that nothing is said of", () => {
    fc.assert(
      fc.property(fixture, fixture, (a, b) => {
        const [base, head] = [treeSide(a), treeSide(b)];
        const said = new Set(differ(base, head).findings.map(({ subject }) => subject));
        const { changed } = pairOptions(base, head, new Map());
        expect(changed.map(({ before }) => before.name).filter((name) => !said.has(name))).toEqual([]);
      }),
      runs,
    );
  });

  it("differ alike whatever the order of what they list", () => {
    fc.assert(
      fc.property(fixture, fixture, (a, b) => {
        expect(differ(treeSide(backwards(a)), treeSide(backwards(b)))).toEqual(
          differ(treeSide(a), treeSide(b)),
        );
      }),
      runs,
    );
  });
});

/** The same tree with everything listed the other way round that is no sequence. */
function backwards({
  options: own = [],
  hardening = [],
  settable = [],
  sudo = [],
  files = {},
  ...rest
}: Fixture): Fixture {
  return {
    ...rest,
    options: own.map(inside).reverse(),
    hardening: hardening.toReversed(),
    settable: settable.toReversed(),
    sudo: sudo.toReversed(),
    files: Object.fromEntries(Object.entries(files).reverse()),
  };
}

const inside = (of: Option): Option => ({ ...of, type: insideType(of.type) });

function insideType(of: OptionType): OptionType {
  switch (of.kind) {
    case "nullOr":
    case "listOf":
    case "attrsOf":
      return { ...of, of: insideType(of.of) };
    case "submodule":
      return { ...of, options: of.options.map(inside).reverse() };
    default:
      return of;
  }
}
