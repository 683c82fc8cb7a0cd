import type { Snapshot } from "../../../src/compiler/diff/engine/snapshot-schema.js";
import type { Artefact, Provenance } from "../../../src/compiler/emit/artefact.js";
import { optionsFile, typeFile } from "../../../src/compiler/emit/options.js";
import type { Option, SubmoduleType } from "../../../src/compiler/ir/types.js";
import { packageVersion } from "../../../src/root.js";
import { sources } from "../../../src/toolkit/tree/artefacts.js";
import { piAgentModule, programs, settings } from "../../support/pi.js";
import { pullRequests, regenerated } from "../pull-requests.js";

const { package: name, version, integrity } = settings.source;
const provenance = (of = version, hash = integrity): Provenance => ({
  version: packageVersion(),
  title: "pi",
  source: `${name} ${of} (${hash})`,
});

/** As generated where the isolation has other options. */
export function withAgentOptions(
  change: (options: readonly Option[]) => readonly Option[],
): readonly Artefact[] {
  const module = { ...piAgentModule, options: change(piAgentModule.options) };
  const text = optionsFile(module, { settings: "../../pi/settings.nix" }, provenance());
  return regenerated({ "nixos/pi-agent/options.nix": () => text }, ({ modules }) => ({
    modules: modules.map((one) => (one.target === "nixos" ? { ...one, options: module.options } : one)),
  }));
}

/** As generated where pi has other settings. */
export function withSettings(change: (type: SubmoduleType) => SubmoduleType): readonly Artefact[] {
  const type = change(settings.type);
  return regenerated(
    { "pi/settings.nix": () => typeFile(type, settings.definitions, provenance()) },
    ({ definitions }: Snapshot) => ({ definitions: { ...definitions, settings: type } }),
  );
}

const said = (wanted: string): readonly Artefact[] => {
  const found = pullRequests.find((one) => one.name === wanted);
  if (found === undefined) throw new Error(`there is no pull request ${wanted}`);
  return found.tree();
};

const withWords = (option: Option): Option => ({ ...option, description: `${option.description} Or so.` });

const newer = { package: name, version: "1.6.0", integrity: "sha512-made-up" };

/** What comes along with most changes of a program, and is nothing that anybody has to stop at: by what it is. */
export const ordinary: Readonly<Record<string, () => readonly Artefact[]>> = {
  "a description reworded": () =>
    withAgentOptions((options) =>
      options.map((option) => (option.name === "stateDir" ? withWords(option) : option)),
    ),
  "every description reworded": () => withAgentOptions((options) => options.map(withWords)),
  "a setting more": () =>
    withSettings((type) => ({
      ...type,
      options: [
        ...type.options,
        {
          name: "sandboxHints",
          type: { kind: "nullOr", of: { kind: "bool" } },
          description: "Whether pi tells the model what its sandbox refuses.",
          default: { kind: "data", value: null },
        },
      ],
    })),
  "a setting deprecated": () =>
    withSettings((type) => ({
      ...type,
      options: type.options.map((option) =>
        option.name === "quietStartup" ? { ...option, deprecated: "It is quiet anyway." } : option,
      ),
    })),
  "another version of the program": () => {
    const [was = "", is = ""] = [provenance(), provenance(newer.version, newer.integrity)].map(
      ({ source }) => source,
    );
    const files = sources(programs).map(({ path }) => [path, (text: string) => text.replaceAll(was, is)]);
    return regenerated(Object.fromEntries(files), () => ({ source: newer }));
  },
  "an option renamed, its old name forwarded": () => said("option-renamed-with-alias"),
  "a comment reworded": () => said("cosmetic-template-change"),
};
