import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { resultOf } from "../nixos/hosts.js";
import { everyOption, printValue, setting, wrongValue } from "../support/options.js";
import { pi } from "../support/pi.js";
import { evaluateHomes, type Home } from "./homes.js";

interface Case {
  readonly name: string;
  readonly given: string;
}

const options = everyOption(pi.module, "entry").map((located) => ({
  ...located,
  name: located.path.join("."),
}));
const withExample = options.flatMap(({ name, path, option }): Case[] =>
  option.example === undefined ? [] : [{ name, given: setting(path, printValue(option.example)) }],
);
const withWrong = options.flatMap(({ name, path, option }): Case[] => {
  const wrong = wrongValue(option.type);
  return wrong === undefined ? [] : [{ name, given: setting(path, wrong) }];
});

/** Names that the types refuse because they would lead out of pi's directory or into the shell. */
const hostile: readonly Case[] = [
  ["path", '"/etc/pi"'],
  ["path", '".pi/$(id)"'],
  ["path", '""'],
  ["path", '".pi/../../etc"'],
  ["path", '"./pi"'],
  ["externalSkills.entry.skillsDir", '"../skills"'],
  ["prompts", '{"../x" = "y";}'],
  ["skills", '{".hidden" = "y";}'],
  ["themes", '{"a/b" = {};}'],
  ["extensions", '{"" = "y";}'],
  ["externalSkills.entry.selectSkills", '["../pdf"]'],
  ["codingRules.languages", '["../../etc/passwd"]'],
  ["modelOverrides", '{planner = "";}'],
].map(([name = "", value = ""]) => ({
  name: `${name} = ${value}`,
  given: setting(["coding", "agents", "pi", ...name.split(".")], value),
}));

const homes = (cases: readonly Case[]): Record<string, Home> =>
  Object.fromEntries(cases.map(({ name, given }) => [name, { home: `{imports = [${required} ${given}];}` }]));
/** What has no default, so that a case can set the rest of a submodule alone. */
const required = "({lib, ...}: {coding.agents.pi.externalSkills.entry.src = lib.mkDefault fixtures;})";

/** Forces every option; a package by its path, because a derivation has no bottom. */
const force = `home: let
  options = home.config.coding.agents.pi;
  packages = map toString ([options.package] ++ options.extraPackages);
in
  builtins.deepSeq [packages (builtins.removeAttrs options ["package" "extraPackages"])] true`;

let accepted: Record<string, Outcome>;
let refused: Record<string, Outcome>;
beforeAll(async () => {
  accepted = await evaluateHomes(homes(withExample), force);
  refused = await evaluateHomes(homes([...withWrong, ...hostile]), force);
});

describe("every option of coding.agents.pi", () => {
  it.each(withExample)("$name accepts its example", ({ name }) => {
    expect(resultOf(accepted[name])).toBe(true);
  });

  it.each([...withWrong, ...hostile])("$name is refused where it is of a wrong type", ({ name }) => {
    const option = name.replace(/ = .*/, "").split(".").at(-1);
    expect(refused[name]).toMatchObject({
      ok: false,
      error: {
        message: expect.stringMatching(
          new RegExp(
            `definition for option .*${option}.* is not of type|option .*${option}[.].* has a name that is none: expected one that matches `,
          ),
        ),
      },
    });
  });

  it("is covered by either", () => {
    const covered = new Set([...withExample, ...withWrong].map(({ name }) => name));
    const left = options.map(({ name }) => name).filter((name) => !covered.has(name));
    expect(left).toEqual([]);
  });
});
