import { describe, expect, it } from "vitest";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import type { OptionFacts, Side } from "../../src/compiler/diff/engine/side.js";
import { factsOfDocs } from "../../src/compiler/diff/options/from-docs.js";
import type { DocOption } from "../../src/compiler/docs/options-json.js";
import { diff, directory } from "./command.js";

const types = [
  "boolean",
  "string",
  "null or string",
  'one of "a", "b", "c"',
  "attribute set of (submodule)",
  "16 bit unsigned integer; between 0 and 65535 (both inclusive)",
];

/** Made as nixosOptionsDoc would; of every twenty options of the changed one, one is gone, renamed, … each. */
function optionsFile(count: number, changed: boolean): Readonly<Record<string, DocOption>> {
  const entries = Array.from({ length: count }, (_, index): [string, DocOption] | undefined => {
    const way = changed ? index % 20 : undefined;
    const name = `services.svc${Math.floor(index / 25)}.part${index % 5}.option${index}${way === 1 ? "Renamed" : ""}`;
    const option: DocOption = {
      declarations: [`nixos/modules/services/svc${index}.nix`],
      default: { _type: "literalExpression", text: way === 2 ? '"other"' : '"x"' },
      description: `What option ${index} is good for${way === 3 ? ", and more" : ""}. ${"And when to set it. ".repeat(12)}`,
      loc: name.split("."),
      readOnly: way === 5,
      type: types[(index + (way === 4 ? 1 : 0)) % types.length] ?? "",
    };
    return way === 0 ? undefined : [name, option];
  });
  return Object.fromEntries(entries.filter((entry) => entry !== undefined));
}

describe("an options.json of real size", () => {
  it("is compared, and every change in it found", async () => {
    const path = directory({
      "old.json": JSON.stringify(optionsFile(10_000, false)),
      "new.json": JSON.stringify(optionsFile(10_000, true)),
    });
    const { status, err, out } = await diff(path, "old.json", "new.json", "--format", "json");
    const rules = JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule);
    const count = (...ids: readonly string[]) => rules.filter((rule: string) => ids.includes(rule)).length;
    expect({ status, err }).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^\d+ breaking, 500 warning, \d+ info\n$/),
    });
    expect({
      removed: count("option-removed"),
      renamed: count("option-renamed"),
      default: count("default-changed"),
      description: count("description-changed"),
      type: count("type-narrowed", "type-widened", "type-incompatible"),
      readOnly: count("became-read-only"),
      added: count("option-added"),
    }).toEqual({
      removed: 500,
      renamed: 500,
      default: 500,
      description: 500,
      type: 500,
      readOnly: 500,
      added: 0,
    });
  });

  it("takes as many looks at each option as a small one", () => {
    const looks = (count: number): number => {
      let made = 0;
      const watch = (option: OptionFacts): OptionFacts =>
        new Proxy(option, {
          get: (target, key) => {
            made += 1;
            return Reflect.get(target, key);
          },
        });
      const side = (changed: boolean): Side => {
        const facts = factsOfDocs(optionsFile(count, changed), "");
        return { name: "", options: new Map([...facts].map(([name, option]) => [name, watch(option)])) };
      };
      diffSides(side(false), side(true));
      return made / count;
    };
    expect(looks(16_000) / looks(1000)).toBeLessThan(1.05);
  });
});
