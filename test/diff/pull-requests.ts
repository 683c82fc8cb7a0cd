import { hashOf, snapshotPath } from "../../src/compiler/diff/engine/snapshot.js";
import type { Snapshot } from "../../src/compiler/diff/engine/snapshot-schema.js";
import type { Artefact, Provenance } from "../../src/compiler/emit/artefact.js";
import { optionsFile, typeFile } from "../../src/compiler/emit/options.js";
import type { Option, SubmoduleType } from "../../src/compiler/ir/types.js";
import { layOutJson } from "../../src/compiler/output/json.js";
import { packageVersion } from "../../src/root.js";
import { artefacts, sources } from "../../src/toolkit/tree/artefacts.js";
import { piAgentModule, programs, settings } from "../support/pi.js";

/** A made-up pull request that regenerates the modules. */
export interface PullRequest {
  readonly name: string;
  readonly says: string;
  readonly status: 0 | 1;
  readonly tree: () => readonly Artefact[];
}

const { package: name, version, integrity } = settings.source;
const provenance: Provenance = {
  version: packageVersion(),
  title: "pi",
  source: `${name} ${version} (${integrity})`,
};
const bumped = { package: name, version: "1.6.0", integrity: "sha512-made-up" };
const bumpedProvenance = { ...provenance, source: `${name} ${bumped.version} (${bumped.integrity})` };

/** The tree as it is, which is made once. */
let made: { readonly files: readonly Artefact[]; readonly snapshot: string } | undefined;
function tree() {
  made ??= {
    files: sources(programs),
    snapshot: artefacts(programs).find(({ path }) => path === snapshotPath)?.content ?? "",
  };
  return made;
}

/** The tree with some files replaced, and the snapshot that it would then have been generated with. */
export function regenerated(
  changes: Readonly<Record<string, (content: string) => string>>,
  change: (snapshot: Snapshot) => Partial<Snapshot> = () => ({}),
): readonly Artefact[] {
  const files = tree().files.map(({ path, content }) => ({
    path,
    content: changes[path]?.(content) ?? content,
  }));
  const snapshot: Snapshot = JSON.parse(tree().snapshot);
  const hashes = Object.fromEntries(files.map(({ path, content }) => [path, hashOf(path, content)]));
  return [
    ...files,
    { path: snapshotPath, content: layOutJson({ ...snapshot, ...change(snapshot), files: hashes }) },
  ];
}

/** Replaces what has to be there. */
const replace =
  (old: string, by: string) =>
  (content: string): string => {
    if (!content.includes(old)) throw new Error(`nothing says ${old} any more; choose another change`);
    return content.replace(old, by);
  };

/** pi's settings as a next release might have them: a key renamed, one new, a value gone, another default. */
const nextSettings: SubmoduleType = {
  ...settings.type,
  options: [
    ...settings.type.options.map((option): Option => {
      switch (option.name) {
        case "quietStartup":
          return { ...option, name: "quietStart" };
        case "transport":
          return {
            ...option,
            type: { kind: "nullOr", of: { kind: "enum", values: ["auto", "sse", "websocket"] } },
          };
        case "steeringMode":
          return { ...option, upstreamDefault: "all" };
        default:
          return option;
      }
    }),
    {
      name: "sandboxHints",
      type: { kind: "nullOr", of: { kind: "bool" } },
      description: "Whether pi tells the model what its sandbox refuses.",
      default: { kind: "data", value: null },
    },
  ],
};

const bump = {
  files: { "pi/settings.nix": () => typeFile(nextSettings, settings.definitions, bumpedProvenance) },
  snapshot: ({ definitions }: Snapshot): Partial<Snapshot> => ({
    source: bumped,
    definitions: { ...definitions, settings: nextSettings },
  }),
};

/** Every file indented and commented otherwise, as a new formatter would leave it. */
const reformatted = Object.fromEntries(
  sources(programs)
    .filter(({ path }) => path.endsWith(".nix"))
    .map(({ path }) => [path, (content: string) => content.replace(/^( {4,})(?=\S)/gm, "  $1")]),
);

const renamedModule = {
  ...piAgentModule,
  options: piAgentModule.options.map((option) =>
    option.name === "stateDir" ? { ...option, name: "stateDirectory" } : option,
  ),
};

const alias =
  '(lib.mkRenamedOptionModule ["m3ta" "pi-agent" "extraPackages"] ["m3ta" "pi-agent" "sessionPackages"])';

const aliasedModule = {
  ...piAgentModule,
  options: piAgentModule.options.map((option) =>
    option.name === "extraPackages" ? { ...option, name: "sessionPackages" } : option,
  ),
};

/** As good as nothing: what a reviewer sees first of a change that is about something else. */
const rewordedModule = {
  ...piAgentModule,
  options: piAgentModule.options.map((option) =>
    option.name === "stateDir"
      ? { ...option, description: `${option.description} Backups belong elsewhere.` }
      : option,
  ),
};

export const pullRequests: readonly PullRequest[] = [
  {
    name: "cosmetic-template-change",
    says: "A comment of the module's template is reworded.",
    status: 0,
    tree: () =>
      regenerated({
        "nixos/pi-agent/default.nix": replace("# sudoers(5):", "# See sudoers(5):"),
      }),
  },
  {
    name: "pi-bump",
    says: "pi's next release: a setting renamed, one new, a value of an enum gone, another default of pi's own.",
    status: 1,
    tree: () => regenerated(bump.files, bump.snapshot),
  },
  {
    name: "one-flag-loosened",
    says: "Every Nix file is laid out anew, and among hundreds of lines ProtectSystem is no longer strict.",
    status: 1,
    tree: () =>
      regenerated(
        {
          ...reformatted,
          "nixos/pi-agent/hardening.nix": (content) =>
            replace(
              'ProtectSystem = "strict"',
              'ProtectSystem = "full"',
            )(reformatted["nixos/pi-agent/hardening.nix"]?.(content) ?? content),
        },
        ({ hardening }) => ({
          hardening: hardening.map((row) =>
            row.property === "ProtectSystem" ? { ...row, value: "full" } : row,
          ),
        }),
      ),
  },
  {
    name: "option-renamed",
    says: "stateDir becomes stateDirectory.",
    status: 1,
    tree: () =>
      regenerated(
        {
          "nixos/pi-agent/options.nix": () =>
            optionsFile(renamedModule, { settings: "../../pi/settings.nix" }, provenance),
        },
        ({ modules }) => ({
          modules: modules.map((module) =>
            module.target === "nixos" ? { ...module, options: renamedModule.options } : module,
          ),
        }),
      ),
  },
  {
    name: "option-renamed-with-alias",
    says: "extraPackages becomes sessionPackages, and the module forwards the old name.",
    status: 0,
    tree: () =>
      regenerated(
        {
          "nixos/pi-agent/options.nix": () =>
            optionsFile(aliasedModule, { settings: "../../pi/settings.nix" }, provenance),
          "nixos/pi-agent/default.nix": replace(
            "imports = [./options.nix",
            `imports = [./options.nix ${alias}`,
          ),
          "nixos/pi-agent/runtime.nix": replace("cfg.extraPackages", "cfg.sessionPackages"),
        },
        ({ modules }) => ({
          modules: modules.map((module) =>
            module.target === "nixos" ? { ...module, options: aliasedModule.options } : module,
          ),
        }),
      ),
  },
  {
    name: "hidden-beside-a-rewording",
    says: "A description is reworded; the module's code lets the host users run every command as root.",
    status: 1,
    tree: () =>
      regenerated(
        {
          "nixos/pi-agent/options.nix": () =>
            optionsFile(rewordedModule, { settings: "../../pi/settings.nix" }, provenance),
          "nixos/pi-agent/default.nix": (content) =>
            replace(
              'options = ["NOPASSWD"];',
              'options = ["NOPASSWD"];\n            }\n            {\n              command = "ALL";\n              options = ["NOPASSWD"];',
            )(content),
        },
        ({ modules }) => ({
          modules: modules.map((module) =>
            module.target === "nixos" ? { ...module, options: rewordedModule.options } : module,
          ),
        }),
      ),
  },
  {
    name: "sudo-rule-broadened",
    says: "The sudo rule takes any arguments, and the caller's environment.",
    status: 1,
    tree: () =>
      regenerated(
        {
          "nixos/pi-agent/default.nix": (content) =>
            replace(
              'options = ["NOPASSWD"];',
              'options = ["NOPASSWD" "SETENV"];',
            )(
              replace(
                `''\${escapeCommand (lib.getExe runtime.runner)} ""''`,
                "escapeCommand (lib.getExe runtime.runner)",
              )(content),
            ),
        },
        ({ sudo }) => ({
          sudo: sudo.map((line) => line.replace("NOPASSWD:", "NOPASSWD: SETENV:").replace(' ""', "")),
        }),
      ),
  },
];
