import { diffSides, type Finding } from "../../compiler/diff/engine/engine.js";
import type { Side } from "../../compiler/diff/engine/side.js";
import { factsOfModules } from "../../compiler/diff/options/from-modules.js";
import type { Tree } from "../../compiler/importers/diff.js";
import { historyOf, type Release, releasesUpTo, sinceOf } from "../../compiler/importers/releases.js";
import type { SourceSpec } from "../../compiler/importers/source/spec.js";
import { annotate } from "../../compiler/ir/annotate.js";
import type { Module, OptionType } from "../../compiler/ir/types.js";
import { NixsmithError } from "../../errors.js";
import { mapValues } from "../../map-values.js";
import type { Io } from "./io.js";
import { withProgress } from "./progress.js";

/** A release as it is printed: what `nixsmith diff` would say of it and the one before. */
interface Told {
  readonly version: string;
  readonly skipped?: string;
  readonly findings: readonly ToldFinding[];
}

interface ToldFinding extends Pick<Finding, "subject" | "message"> {
  readonly severity: string;
  readonly rule: string;
}

/**
 * `nixsmith import … --history`: every release up to the one named, with what it changed, classed as `diff` does, and since
 * when each key of the last one is there.
 *
 * @throws NixsmithError for a source that has no releases
 */
export async function printHistory(
  spec: SourceSpec,
  text: string,
  { json }: { readonly json?: true },
  io: Io,
): Promise<number> {
  if (spec.kind !== "npm")
    throw new NixsmithError(`"${text}" has no releases`, { expected: "npm:NAME@VERSION/PATH" });
  const releases: Release[] = [];
  await withProgress(io, async ({ step }) => {
    const versions = await releasesUpTo(spec.package, spec.version);
    step(`reading ${versions.length} releases of ${spec.package}`);
    for await (const release of historyOf(spec, versions, io.cwd)) releases.push(release);
  });
  const told = tellAll(releases);
  const since = sinceOf(releases);
  if (json === true)
    io.out(`${JSON.stringify({ releases: told, since: Object.fromEntries(since) }, null, 2)}\n`);
  else
    io.out(
      `${[...lines(told), "", "since", ...[...since].map(([path, version]) => `  ${version} ${path}`)].join("\n")}\n`,
    );
  return 0;
}

function tellAll(releases: readonly Release[]): readonly Told[] {
  let before: Release | undefined;
  return releases.map((release): Told => {
    const { version, skipped, tree } = release;
    if (tree === undefined) return { version, ...(skipped === undefined ? {} : { skipped }), findings: [] };
    const findings =
      before?.tree === undefined
        ? []
        : diffSides(sideOf(before.version, before.tree), sideOf(version, tree)).findings;
    before = release;
    return {
      version,
      findings: findings.map(({ rule, subject, message }) => ({
        severity: rule.severity,
        rule: rule.id,
        subject,
        message,
      })),
    };
  });
}

/** As lines; releases after each other that were not read for the same reason are one. */
function lines(told: readonly Told[]): readonly string[] {
  return told.flatMap(({ version, skipped, findings }, index): readonly string[] => {
    if (skipped === undefined)
      return [
        version,
        ...findings.map(
          ({ severity, rule, subject, message }) => `  ${severity} ${rule}: ${subject} ${message}`,
        ),
      ];
    if (told[index - 1]?.skipped === skipped) return [];
    const end = told.findIndex((one, at) => at > index && one.skipped !== skipped);
    const alike = told.slice(index, end === -1 ? undefined : end);
    const which =
      alike.length === 1 ? version : `${version} to ${alike.at(-1)?.version}, ${alike.length} releases`;
    return [`${which}: not read, ${skipped}`];
  });
}

/** Facts alone are compared: prose is upstream's. */
function sideOf(version: string, { type, definitions }: Tree): Side {
  const bare = (of: OptionType): OptionType => annotate(of, "", () => ({ description: "" }));
  const root = bare(type);
  const module: Module = {
    target: "home-manager",
    path: [],
    summary: "",
    options: root.kind === "submodule" ? root.options : [{ name: "value", type: root, description: "" }],
    definitions: mapValues(definitions, bare),
  };
  return { name: version, modules: [module], options: factsOfModules([module]) };
}
