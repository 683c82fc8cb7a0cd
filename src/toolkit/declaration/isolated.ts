import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { IsolationDeclaration, ProgramDeclaration } from "./types.js";

/**
 * An agent out of its program's declaration.
 * @throws {Error} where the declaration lacks what an isolation needs, which its check refuses
 */
export function isolatedAgent(program: ProgramDeclaration, declared: IsolationDeclaration): IsolatedAgent {
  const { name, title = name, directory, package: attribute, files } = program;
  const { account = `${name}-agent`, settings = "settings", credentials, locked = [], kept = [] } = declared;
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
    settings: { path: merged.path, kept },
    credentials,
    locked: [merged.path, credentials, ...locked],
    own: declared.own ?? [],
    examples: {
      settings: declared.examples?.settings ?? {},
      environment: declared.examples?.environment ?? {},
    },
  };
}
