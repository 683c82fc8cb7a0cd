import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../src/compiler/ir/types.js";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { inSandbox } from "../../src/compiler/nix/sandbox.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { evaluateHosts, host, resultOf } from "../nixos/hosts.js";
import { enabled, evaluateHomes } from "./homes.js";

// The path of a file in the place of a set, in both modules alike.

const library = await findLibrary();
const files = join(packageRoot, "test/fixtures/settings-files");
const file = (name: string): string => join(files, name);

/** What is written of settings that somebody has. */
interface Case {
  readonly settings: string;
  readonly want: Json;
}

const taken: Readonly<Record<string, Case>> = {
  "JSON, without the nulls in it": {
    settings: file("settings.json"),
    want: { theme: "dark", retry: { enabled: false }, unknown: [1] },
  },
  TOML: { settings: file("settings.toml"), want: { theme: "light", retry: { enabled: true } } },
  "a path as text": {
    settings: `"${file("settings.toml")}"`,
    want: { theme: "light", retry: { enabled: true } },
  },
  "a file of a flake's input": {
    settings: `"\${${files}}/settings.toml"`,
    want: { theme: "light", retry: { enabled: true } },
  },
  "a file and keys beside it": {
    settings: `lib.mkMerge [${file("settings.json")} {quietStartup = true; retry.maxRetries = 2;}]`,
    want: { theme: "dark", retry: { enabled: false, maxRetries: 2 }, quietStartup: true, unknown: [1] },
  },
  "a file and a key that wins over it": {
    settings: `lib.mkMerge [${file("settings.toml")} {theme = lib.mkForce "mine";}]`,
    want: { theme: "mine", retry: { enabled: true } },
  },
  "a file that gives way as a whole": {
    settings: `lib.mkMerge [(lib.mkDefault ${file("settings.json")}) {theme = "mine";}]`,
    want: { theme: "mine" },
  },
  "two files": {
    settings: `lib.mkMerge [${file("settings.toml")} (lib.mkForce ${file("settings.json")})]`,
    want: { theme: "dark", retry: { enabled: false }, unknown: [1] },
  },
  "a module, as any submodule takes one": { settings: file("settings.nix"), want: { theme: "nix" } },
};

const expected = "; expected a set, or the path of a .json or .toml file that holds one";
const refused: Readonly<Record<string, { readonly settings: string; readonly what: string }>> = {
  "a package": { settings: "pkgs.jq", what: "something that has to be built before it can be read" },
  "a file in a package": {
    settings: '"${derivation {name = "x"; system = "x"; builder = "/x";}}/settings.json"',
    what: "something that has to be built before it can be read",
  },
  "a file of another format": {
    settings: file("settings.yaml"),
    what: `\`${file("settings.yaml")}', which is in no format that Nix reads`,
  },
  "a directory": { settings: files, what: `\`${files}', which is in no format that Nix reads` },
  "a file that is not there": {
    settings: file("none.json"),
    what: `\`${file("none.json")}', which does not exist (a flake has only files that git knows of)`,
  },
  "a list": { settings: file("list.json"), what: `\`${file("list.json")}', which does not hold a set` },
};

const modules = {
  "coding.agents.pi.settings": {
    evaluate: (cases: Readonly<Record<string, string>>, select: string) =>
      evaluateHomes(
        mapValues(cases, (settings) => ({ home: enabled(`settings = ${settings};`) })),
        `home: let settings = home.config.home.file.".pi/agent/settings.json".source.text; in ${select}`,
      ),
  },
  "m3ta.pi-agent.settings": {
    evaluate: (cases: Readonly<Record<string, string>>, select: string) =>
      evaluateHosts(
        mapValues(cases, (settings) =>
          host(
            '{hostUsers.alice.projectRoots = ["~/p"];}',
            `{lib, pkgs, ...}: {m3ta.pi-agent.settings = ${settings};}`,
          ),
        ),
        `host: let settings = (import ${join(packageRoot, "modules/nixos/pi-agent/runtime.nix")} {inherit (host) config options pkgs; lib = import ${library.path};}).managedSettings.text; in ${select}`,
      ),
  },
};

describe.each(Object.entries(modules))("%s", (option, { evaluate }) => {
  let outcomes: Record<string, Outcome>;
  let errors: Record<string, Outcome>;
  beforeAll(async () => {
    outcomes = await evaluate(
      mapValues(taken, ({ settings }) => settings),
      "settings",
    );
    errors = await evaluate(
      { ...mapValues(refused, ({ settings }) => settings), "wrong.json": file("wrong.json") },
      "settings",
    );
  });

  it.each(Object.entries(taken))("takes %s", (name, { want }) => {
    expect(JSON.parse(String(resultOf(outcomes[name])))).toEqual(want);
  });

  it.each(Object.entries(refused))("refuses %s", (name, { what }) => {
    const message = expect.stringMatching(
      new RegExp(`^The value of the option \`${escaped(option)}' in \`.*' is ${escaped(what + expected)}$`),
    );
    expect(errors[name]).toMatchObject({ ok: false, error: { message } });
  });

  it("names the file whose value has a wrong type", () => {
    const outcome = errors["wrong.json"];
    const message = outcome?.ok === false ? outcome.error.message : "";
    expect(message).toContain(`definition for option \`${option}.theme' is not of type \`null or string'`);
    expect(message).toContain(`In \`${file("wrong.json")}'`);
  });
});

/** Nix cannot catch its own errors, but say beside them where it was. */
it.each(["broken.toml", "folder.json"])("says for which option %s is read", async (name) => {
  const types = join(packageRoot, "modules/pi/settings.nix");
  const expression = `let lib = import ${quoted(library.path)}; in (lib.evalModules {modules = [
    {options.app.settings = lib.mkOption {type = import ${types} {inherit lib; pkgs.formats.json = _: {type = lib.types.anything;};};};}
    {_file = "host.nix"; app.settings = ${file(name)};}
  ];}).config.app.settings.theme`;
  const { stderr } = await inSandbox({}, (sandbox) =>
    sandbox.run("nix-instantiate", ["--eval", "--show-trace", "--read-write-mode", "-"], expression),
  );
  expect(stderr).toContain(`while reading \`${file(name)}' for the option \`app.settings' in \`host.nix'`);
});

it("says in the documentation that a path may stand there, and lists the options all the same", async () => {
  const { docs } = await evaluateHomes(
    { docs: { home: enabled("") } },
    `home: {
      type = home.options.coding.agents.pi.settings.type.description;
      theme = (home.options.coding.agents.pi.settings.type.getSubOptions []).theme.type.description;
    }`,
  );
  expect(resultOf(docs)).toEqual({
    type: "open submodule of (JSON value) or path of a JSON or TOML file",
    theme: "null or string",
  });
});

it("lets another module declare more of the settings", async () => {
  const more =
    "{options.coding.agents.pi.settings = lib.mkOption {type = lib.types.submodule {options.mine = lib.mkOption {default = 1;};};};}";
  const { both } = await evaluateHomes(
    { both: { home: enabled(`settings.theme = "light";`, `{lib, ...}: ${more}`) } },
    "home: {inherit (home.config.coding.agents.pi.settings) mine theme;}",
  );
  expect(resultOf(both)).toEqual({ mine: 1, theme: "light" });
});

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
