import { describe, expect, it } from "vitest";
import { colours } from "../../src/colours.js";
import type { JsonObject } from "../../src/compiler/ir/types.js";
import { comparePreviews } from "../../src/isolation/preview/compare.js";
import { renderChanges } from "../../src/isolation/preview/terminal/changes.js";
import { hostWith, previewOf } from "./support.js";

const changesBetween = async (before: string, after: string) =>
  comparePreviews(await previewOf(before), await previewOf(after));

/** One line for each change, without those of the rating, which depend on this machine's systemd. */
async function lines(options: JsonObject, user?: JsonObject): Promise<readonly string[]> {
  const changes = await changesBetween(hostWith({}), hostWith(options, user));
  return changes
    .filter(({ name }) => name !== "exposure")
    .map(
      ({ name, before = "nothing", after = "nothing", effect = "changes" }) =>
        `${effect} ${name}: ${before} > ${after}`,
    );
}

const cases: readonly [string, { readonly given: [JsonObject, JsonObject?]; readonly want: string[] }][] = [
  ["nothing", { given: [{}], want: [] }],
  [
    "a wider view",
    {
      given: [{ protectGit: false }, { exposure: "root" }],
      want: [
        "opens protects git: yes > no",
        "opens alice shows: project > root",
        "closes alice: /home/alice/p/<project>: read-write > nothing",
        "opens alice: /home/alice/p: nothing > read-write",
      ],
    },
  ],
  [
    "no network",
    {
      given: [{ network: { mode: "none" } }],
      want: [
        "closes network: full > none",
        "closes PrivateNetwork: nothing > yes",
        "closes IPAddressDeny: nothing > any",
      ],
    },
  ],
  [
    "settings and variables",
    {
      given: [{ settings: { theme: "dark" }, environment: { A: "secret value" } }],
      want: [
        'changes theme: nothing > "dark" (managed)',
        "changes A: nothing > from m3ta.pi-agent.environment",
      ],
    },
  ],
  [
    "a value of the sandbox",
    { given: [{ resources: { tasksMax: 99 } }], want: ["changes TasksMax: 4096 > 99"] },
  ],
  [
    "another account",
    { given: [{ user: "robot" }], want: ["changes runs as: pi-agent:pi-agent > robot:pi-agent"] },
  ],
];

describe("what would change", () => {
  it("says nothing of a grant that only takes back what is denied", async () => {
    const found = await lines({ network: { mode: "loopback" } });
    expect(found).toContain("changes IPAddressAllow: nothing > localhost");
    expect(found).toContain("closes IPAddressDeny: nothing > any");
  });

  it("of another user it says what that user may, and not all that it means", async () => {
    const found = await lines({ hostUsers: { bob: { projectRoots: ["~/x"] } } });
    expect(found).toContain("closes alice in /home/alice/p: allowed > nothing");
    expect(found).toContain("opens bob in /home/bob/x: nothing > allowed");
    expect(found.filter((line) => /^\w+ (alice|bob): \//.test(line))).toEqual([]);
  });

  it.each(cases)("%s", async (_, { given: [options, user], want }) => {
    const found = await lines(options, user);
    expect(found).toEqual(expect.arrayContaining(want));
    if (want.length === 0) expect(found).toEqual([]);
    expect(found.join()).not.toContain("secret value");
  });

  it("an agent that is switched off closes everything", async () => {
    const off = hostWith({ enable: false });
    const there = await changesBetween(hostWith({}), off);
    const back = await changesBetween(off, hostWith({}));
    const effects = (changes: typeof there) =>
      new Set(changes.filter(({ topic }) => topic === "who").map(({ effect }) => effect));
    expect(effects(there)).toContain("closes");
    expect(effects(back)).toContain("opens");
    expect(there).toHaveLength(back.length);
  });

  it("reads as a table, and no value can drive the terminal", async () => {
    const hostile = { settings: { theme: "\u001b[31mred\nline" }, environmentFiles: ["/run/\u001b]0;title"] };
    const text = renderChanges(await changesBetween(hostWith({}), hostWith(hostile)), {
      colours: colours(false, {}),
      width: 100,
    });
    expect(text).not.toContain("\u001b");
    expect(text).toContain("Environment\n    /run/\\u001b]0;title  + from m3ta.pi-agent.environmentFiles\n");
  });
});
