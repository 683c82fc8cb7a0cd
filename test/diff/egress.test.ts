import { beforeAll, describe, expect, it } from "vitest";
import type { Snapshot } from "../../src/compiler/diff/engine/snapshot-schema.js";
import type { Artefact, Provenance } from "../../src/compiler/emit/artefact.js";
import { optionsFile } from "../../src/compiler/emit/options.js";
import type { Json, Option, OptionType } from "../../src/compiler/ir/types.js";
import { packageVersion } from "../../src/root.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { piAgentModule, programs, settings } from "../support/pi.js";
import { diff, directory, inModules, put } from "./command.js";
import { regenerated } from "./pull-requests.js";

/** Pull requests to the modules that open the network by name, or hand a key out otherwise: each is security, and by its name. */

interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly subject: string;
}

const { package: name, version, integrity } = settings.source;
const provenance: Provenance = {
  version: packageVersion(),
  title: "pi",
  source: `${name} ${version} (${integrity})`,
};

/** What two trees differ in, without what is said of the tree as such. */
async function findings(before: readonly Artefact[], after: readonly Artefact[]): Promise<readonly Found[]> {
  const path = directory();
  const sides = { before: inModules(before), after: inModules(after) };
  for (const [side, files] of Object.entries(sides))
    put(path, Object.fromEntries(Object.entries(files).map(([file, text]) => [`${side}/${file}`, text])));
  const { out } = await diff(path, "before/modules", "after/modules", "--format", "json");
  return JSON.parse(out).findings;
}

let committed: readonly Artefact[];
beforeAll(() => {
  committed = artefacts(programs);
});

/** The module with other defaults, by their options' paths, those of submodules too. */
function withDefaults(defaults: Readonly<Record<string, Json>>): readonly Artefact[] {
  const options = Object.entries(defaults).reduce<readonly Option[]>(
    (all, [path, value]) => changed(all, path.split("."), value),
    piAgentModule.options,
  );
  const module = { ...piAgentModule, options };
  return regenerated(
    {
      "nixos/pi-agent/options.nix": () =>
        optionsFile(module, { settings: "../../pi/settings.nix" }, provenance),
    },
    ({ modules }: Snapshot) => ({
      modules: modules.map((one) => (one.target === "nixos" ? { ...one, options } : one)),
    }),
  );
}

function changed(
  options: readonly Option[],
  [first, ...rest]: readonly string[],
  value: Json,
): readonly Option[] {
  const at = options.findIndex((option) => option.name === first);
  const found = options[at];
  if (found === undefined) throw new Error(`there is no option ${first}; choose another change`);
  const next: Option =
    rest.length === 0
      ? { ...found, default: { kind: "data", value } }
      : { ...found, type: within(found.type, rest, value) };
  return options.with(at, next);
}

function within(type: OptionType, path: readonly string[], value: Json): OptionType {
  if (type.kind === "submodule") return { ...type, options: changed(type.options, path, value) };
  if (type.kind === "attrsOf") return { ...type, of: within(type.of, path.slice(1), value) };
  throw new Error(`${path.join(".")} is in a ${type.kind}; choose another change`);
}

const replaced = (file: string, old: string, by: string) => (): readonly Artefact[] =>
  regenerated({
    [file]: (content) => {
      if (!content.includes(old))
        throw new Error(`${file} does not say ${old} any more; choose another change`);
      return content.replace(old, by);
    },
  });

const m3ta = (path: string): string => `m3ta.pi-agent.${path}`;

const defaults: Readonly<Record<string, Json>> = {
  "network.allow": ["a.example", "10.0.0.0/8:22"],
  "network.git": { "git.example/a/b": { push: false, credential: null } },
  "network.git.<name>.push": true,
  "network.git.<name>.credential": "forge",
  credentials: { anthropic: { file: "/run/secrets/anthropic" } },
  "credentials.<name>.baseUrl": "https://elsewhere.example/v1",
  "credentials.<name>.header": "x-key",
  "credentials.<name>.prefix": "Token ",
  "credentials.<name>.paths": ["/"],
};

const code: readonly [what: string, file: string, old: string, by: string][] = [
  [
    "a provider's base URL",
    "nixsmith/providers.nix",
    "https://api.openai.com/v1",
    "https://elsewhere.example",
  ],
  ["a provider's header", "nixsmith/providers.nix", 'header = "x-api-key"', 'header = "x-echo"'],
  ["a provider's paths", "nixsmith/providers.nix", '"/v1/messages" ', '"/v1/files" "/v1/messages" '],
  [
    "the entries that the proxy is told",
    "nixos/pi-agent/egress.nix",
    "lib.concatMap toRules network.allow",
    'lib.concatMap toRules (network.allow ++ ["a.example"])',
  ],
  [
    "the repositories that it is told",
    "nixos/pi-agent/egress.nix",
    "git = lib.mapAttrs",
    'git = {"git.example/a/b".push = true;} // lib.mapAttrs',
  ],
  ["the port of an entry without one", "nixos/pi-agent/egress.nix", "then 443", "then 80"],
  ["the socket's network", "nixos/pi-agent/egress.nix", "PrivateNetwork = true", "PrivateNetwork = false"],
  ["the proxy's account", "nixos/pi-agent/egress.nix", "DynamicUser = true", 'User = "root"'],
  ["the decision", "nixsmith/egress/decide.mjs", "throw forbidden(", "forbidden("],
  ["what is taken away from a request", "nixsmith/egress/headers.mjs", '  "authorization",\n', ""],
];

describe("a pull request", () => {
  it("that sets defaults is security, names each, and says what goes back", async () => {
    const after = withDefaults(defaults);
    const subjects = Object.keys(defaults).map(m3ta);
    const found = (await findings(committed, after)).filter(({ subject }) => subjects.includes(subject));
    expect(found.map(({ subject }) => subject).toSorted()).toEqual(subjects.toSorted());
    expect(found.map(({ severity }) => severity)).toEqual(subjects.map(() => "security"));
    const back = await findings(after, committed);
    expect(subjects.filter((subject) => back.every((one) => one.subject !== subject))).toEqual([]);
  });

  it.each([
    ["proxy", "full"],
    ["none", "proxy"],
    ["none", "full"],
  ])("that opens the mode from %s to %s is security, and the way back is told", async (from, to) => {
    const [closed, open] = [from, to].map((mode) => withDefaults({ "network.mode": mode }));
    const subject = m3ta("network.mode");
    const rule = (rule: string, severity: string) => expect.objectContaining({ rule, severity, subject });
    expect(await findings(closed ?? [], open ?? [])).toContainEqual(rule("guard-lowered", "security"));
    expect(await findings(open ?? [], closed ?? [])).toContainEqual(rule("guard-raised", "warning"));
  });

  it.each(code)("that changes %s is security, and names its file", async (_, file, old, by) => {
    const found = await findings(committed, replaced(file, old, by)());
    expect(found).toEqual([expect.objectContaining({ severity: "security", subject: file })]);
  });

  it("that changes them back is no less", async () => {
    const [, file, old, by] = code[0] ?? ["", "", "", ""];
    const found = await findings(replaced(file, old, by)(), committed);
    expect(found).toEqual([expect.objectContaining({ severity: "security", subject: file })]);
  });

  it("that changes nothing is none of this", async () => {
    expect(await findings(committed, regenerated({}))).toEqual([]);
  });
});
