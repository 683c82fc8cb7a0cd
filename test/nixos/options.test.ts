import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { everyOption, printValue, setting, wrongValue } from "../support/options.js";
import { piAgentModule } from "../support/pi.js";
import { evaluateHosts, resultOf } from "./hosts.js";

/** A repository is named by its place, and whatever else as a user is. */
const named = (path: readonly string[]) => {
  const isRepository = path.includes("git");
  return path.map((part) => (isRepository && part === "alice" ? "github.com/alice/p" : part));
};
const options = everyOption(piAgentModule, "alice").map(({ path, option }) => ({
  name: path.join("."),
  path: named(path),
  option,
}));
const withExample = options.flatMap(({ name, path, option }) =>
  option.example === undefined ? [] : [{ name, given: setting(path, printValue(option.example)) }],
);
const withWrong = options.flatMap(({ name, path, option }) => {
  const wrong = wrongValue(option.type);
  return wrong === undefined ? [] : [{ name, given: setting(path, wrong) }];
});

const modules = (
  cases: readonly { readonly name: string; readonly given: string }[],
): Record<string, string> =>
  Object.fromEntries(cases.map(({ name, given }) => [name, `{imports = [${required} ${given}];}`]));
/** What has no default, so that a case can set the rest of a submodule alone. */
const required =
  '({lib, ...}: {m3ta.pi-agent = {hostUsers.alice.projectRoots = lib.mkDefault ["~/p"]; credentials.alice.file = lib.mkDefault "/run/secrets/alice";};})';

/** Forces every option; a package by its path, because a derivation has no bottom. */
const force = `host: let
  options = host.config.m3ta.pi-agent;
  packages = map toString ([options.package] ++ options.extraPackages);
in
  builtins.deepSeq [packages (builtins.removeAttrs options ["package" "extraPackages"])] true`;

let accepted: Record<string, Outcome>;
let refused: Record<string, Outcome>;
beforeAll(async () => {
  accepted = await evaluateHosts(modules(withExample), force);
  refused = await evaluateHosts(modules(withWrong), force);
});

it("takes paths in the settings where pi reads paths, copied to the store", async () => {
  const here = import.meta.dirname;
  const settings = `{packages = [${here}]; extensions = [${here}/hosts.ts];}`;
  const { host } = await evaluateHosts(
    { host: `{m3ta.pi-agent.settings = ${settings};}` },
    "host: builtins.toJSON {inherit (host.config.m3ta.pi-agent.settings) extensions packages;}",
  );
  const texts = String(resultOf(host)).replaceAll(/\/nix\/store\/[0-9a-z]{32}/g, "<store>");
  expect(JSON.parse(texts)).toEqual({ extensions: ["<store>-hosts.ts"], packages: ["<store>-nixos"] });
});

describe("every option of m3ta.pi-agent", () => {
  it.each(withExample)("$name accepts its example", ({ name }) => {
    expect(resultOf(accepted[name])).toBe(true);
  });

  it.each(withWrong)("$name rejects a wrong type", ({ name }) => {
    const option = name.split(".").at(-1);
    const message = expect.stringMatching(
      new RegExp(`definition for option .*m3ta[.]pi-agent.*${option}.* is not of type `),
    );
    expect(refused[name]).toMatchObject({ ok: false, error: { message } });
  });
});
