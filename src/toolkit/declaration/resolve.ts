import type { Facts } from "../../compiler/importers/facts.js";
import type { FileHistory, History } from "../../compiler/importers/history.js";
import { orderMaps } from "../../compiler/importers/ordered.js";
import { originText } from "../../compiler/importers/origin.js";
import { annotate, type Prose } from "../../compiler/ir/annotate.js";
import { neededBy, renameDefinitions } from "../../compiler/ir/references.js";
import { sameJson } from "../../compiler/ir/same.js";
import type { Module, Option } from "../../compiler/ir/types.js";
import type { Program, ProgramFile, RetiredKey } from "../../compiler/program/types.js";
import { NixsmithError } from "../../errors.js";
import { mapValues } from "../../map-values.js";
import { acceptPaths, acceptTexts } from "./accept-paths.js";
import { isolatedAgent } from "./isolated.js";
import { sharedTemplates, standardTemplates, standardView } from "./module.js";
import { standardOptions } from "./options.js";
import type { FileDeclaration, ProgramDeclaration, Retired } from "./types.js";

/** What is known of a program beside its declaration. */
export interface Known {
  /** By the option that holds the file. */
  readonly facts: Readonly<Record<string, Facts>>;
  readonly history?: History;
  /** The text of each of its templates that is a file beside the declaration, by the file that it makes. */
  readonly ownTemplates?: Readonly<Record<string, string>>;
  /** Names in nixpkgs' list of maintainers. */
  readonly maintainers?: readonly string[];
  /** The text of its own Nix module. */
  readonly extraModule?: string;
}

/** A program out of its declaration and what is known of it. */
export function resolve(declaration: ProgramDeclaration, known: Known): Program {
  const { facts, history = {}, ownTemplates = {}, extraModule, maintainers = [] } = known;
  const { name, title = name, option = ["programs", name], isolated } = declaration;
  const files = Object.entries(declaration.files).map(([file, declared]): ProgramFile => {
    const fact = facts[file];
    if (fact === undefined) throw new Error(`${name}: there are no facts of ${file}`);
    const since = history[file];
    return {
      name: file,
      ...typed(fact, declared, title),
      ...(since === undefined ? {} : { history: inVersionsOf(declaration, since) }),
    };
  });
  return {
    name,
    title,
    module: {
      target: "home-manager",
      path: option,
      summary: declaration.summary ?? `${title}'s configuration in a user's home`,
      options: optionsOf(declaration),
      definitions: definitionsOf(files),
      upstream: title,
    },
    files,
    templates: templatesOf(declaration, ownTemplates),
    shared: sharedTemplates(declaration),
    ownTemplates,
    ...(extraModule === undefined ? {} : { extraModule }),
    view: standardView(declaration, maintainers),
    ...(isolated === undefined ? {} : { isolated: isolatedAgent(declaration, isolated) }),
  };
}

/** The history in versions of the program, which may be counted otherwise than those of its package. */
function inVersionsOf({ versions = {} }: ProgramDeclaration, history: FileHistory): FileHistory {
  const own = (version: string): string => {
    const [from, to] = Object.entries(versions).find(([start]) => version.startsWith(start)) ?? ["", ""];
    return `${to}${version.slice(from.length)}`;
  };
  return {
    ...history,
    describedSince: own(history.describedSince),
    since: mapValues(history.since, own),
    ...(history.gone === undefined
      ? {}
      : { gone: mapValues(history.gone, ({ since, until }) => ({ since: own(since), until: own(until) })) }),
  };
}

function templatesOf(
  declaration: ProgramDeclaration,
  ownTemplates: Readonly<Record<string, string>>,
): Program["templates"] {
  const own = declaration.templates ?? {};
  const standard = Object.entries(standardTemplates).filter(([file]) => !(file in own));
  const named = [...Object.entries(own), ...standard].flatMap(([file, template]) =>
    template === null || file in ownTemplates ? [] : [[file, template] as const],
  );
  return Object.fromEntries(named);
}

/** The standard options, those in whose place the declaration has its own aside, and then its own. */
function optionsOf(declaration: ProgramDeclaration): readonly Option[] {
  const { options = [] } = declaration;
  const own = new Set(options.map(({ name }) => name));
  return [...standardOptions(declaration).filter(({ name }) => !own.has(name)), ...options];
}

/**
 * The types of all files in one document. Files of several sources may name different types alike, and a type like the
 * option of a file: such a name has the file's before it.
 */
function definitionsOf(files: readonly ProgramFile[]): Module["definitions"] {
  const isTaken = (name: string, file: ProgramFile): boolean =>
    files.some(
      (other) =>
        other.name === name ||
        (other !== file && name in other.definitions && !sameJson(other.definitions, file.definitions)),
    );
  const documents = files.map((file) =>
    renameDefinitions(
      { options: [{ name: file.name, type: file.type, description: "" }], definitions: file.definitions },
      (name) => (isTaken(name, file) ? `${file.name}.${name}` : name),
    ),
  );
  return Object.assign(
    {},
    ...documents.map(({ definitions }) => definitions),
    Object.fromEntries(documents.flatMap(({ options }) => options.map(({ name, type }) => [name, type]))),
  );
}

/** The facts with prose; a key that has no description yet gets an empty one. */
function typed(
  facts: Facts,
  { path: file, descriptions = {}, retired = {}, paths = [], ordered = [], loosened = {} }: FileDeclaration,
  title: string,
): Omit<ProgramFile, "name" | "history"> {
  // Facts have no prose; what a declaration describes itself has.
  const prose = (path: string, own: Option): Prose => {
    const gone = retired[path];
    const told = descriptions[path] || own.description || placeOf(path, file, title);
    const description = [told, loosened[path]].filter((text) => text !== undefined).join(" ");
    return gone === undefined
      ? { description }
      : { description, deprecated: `${retiredMessage(title, gone)}.` };
  };
  const { source, type, definitions } = orderMaps(
    acceptPaths(acceptTexts(facts, Object.keys(loosened)), paths),
    ordered,
  );
  const root = annotate(type, "", prose);
  if (root.kind !== "submodule")
    throw new NixsmithError("these facts are of no set of keys", {
      where: originText(source),
      expected: "facts as nixsmith import writes them",
      mend: "nixsmith import",
    });
  // A schema may define what it has no use for.
  const needed = neededBy(type, definitions);
  const named = Object.entries(needed).map(([name, of]) => [name, annotate(of, `#${name}`, prose)]);
  return {
    type: { ...root, options: root.options.map(optional), fromFile: true },
    definitions: Object.fromEntries(named),
    retired: Object.fromEntries(
      Object.entries(retired).map(([path, gone]) => [path, retiredKey(title, gone)]),
    ),
    source,
  };
}

/** What can be said of any key: which it is, of `packages[].source` or of `#Definition.key`. */
function placeOf(path: string, file: string, title: string): string {
  const [, definition, key] = /^#([^.]*)\.(.*)$/.exec(path) ?? [];
  const where = `${title}'s \`${file}\``;
  return definition === undefined
    ? `The key \`${path}\` in ${where}.`
    : `The key \`${key}\` of each \`${definition}\` in ${where}.`;
}

/** A file that has to have a key need not be there at all, and is not where every key is null. */
function optional(option: Option): Option {
  return option.default === undefined
    ? { ...option, type: { kind: "nullOr", of: option.type }, default: { kind: "data", value: null } }
    : option;
}

const retiredKey = (title: string, gone: Retired): RetiredKey => ({
  ...(gone.instead === undefined ? {} : { instead: gone.instead }),
  message: retiredMessage(title, gone),
});

/** What a module tells a user who sets a retired key. */
export function retiredMessage(title: string, { instead, because }: Retired): string {
  if (instead !== undefined) return `${title} calls it ${instead} now`;
  return `${title} no longer reads it: ${because ?? "nothing stands in for it"}`;
}
