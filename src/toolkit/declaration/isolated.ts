import type { IsolatedAgent, MergedFile } from "../../compiler/program/agent.js";
import type { FileDeclaration, IsolationDeclaration, ProgramDeclaration } from "./types.js";

/**
 * An agent out of its program's declaration.
 * @throws {Error} where the declaration lacks what an isolation needs, which its check refuses
 */
export function isolatedAgent(program: ProgramDeclaration, declared: IsolationDeclaration): IsolatedAgent {
  const { name, title = name, directory, package: attribute, files } = program;
  const { account = `${name}-agent`, settings = "settings", credentials, locked = [] } = declared;
  const merged = files[settings];
  if (attribute === null || directory.variable === undefined || merged === undefined)
    throw new Error(
      `${name}: an isolated program has a package, a directory's variable and a file ${settings}`,
    );
  return {
    title,
    program: name,
    option: declared.option ?? ["m3ta", account],
    account,
    accountDescription: `${declared.description ?? title}, isolated`,
    command: declared.command ?? name,
    package: attribute,
    configuration: { directory: directory.default, variable: directory.variable },
    settings: mergedFile(merged, declared),
    credentials,
    locked: [merged.path, ...locked],
    own: declared.own ?? [],
    reserved: [
      ...(declared.reserved ?? []),
      ...(declared.settingsVariable === undefined ? [] : [declared.settingsVariable]),
    ],
    ...(declared.policy === undefined ? {} : { policy: declared.policy }),
    ...(declared.outside === undefined ? {} : { outside: declared.outside }),
    examples: {
      settings: declared.examples?.settings ?? {},
      environment: declared.examples?.environment ?? {},
    },
  };
}

/** @throws {Error} where the isolation cannot merge files of that format, which the declaration's check refuses */
function mergedFile(
  { path, format = "json", ordered = [] }: FileDeclaration,
  { names = [path], kept = [], settingsVariable, settingsDirectory }: IsolationDeclaration,
): MergedFile {
  if (format === "yaml") throw new Error(`${path}: the isolation merges no YAML`);
  return {
    path,
    names,
    format,
    ordered: ordered.length > 0,
    kept,
    ...(settingsVariable === undefined ? {} : { variable: settingsVariable }),
    ...(settingsDirectory === undefined ? {} : { directory: settingsDirectory }),
  };
}
