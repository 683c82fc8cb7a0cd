import { printPath } from "../nix/print.js";
import { homeDirectory, type Program, sharedDirectory, typePaths } from "../program/types.js";
import { renderTemplate, renderText } from "../template.js";
import { type Artefact, header, type Made } from "./artefact.js";
import { optionsFile } from "./options.js";

/** The Home Manager module: its options, and what its templates make beside them. */
export function homeManagerModule(program: Program, made: Made): readonly Artefact[] {
  const directory = homeDirectory(program);
  const { name, title, module, templates } = program;
  const view = {
    ...program.view,
    header: header(made),
    name,
    title,
    option: printPath(module.path),
  };
  const text = (content: string, file: string): Artefact => ({ path: `${directory}/${file}`, content });
  return [
    ...Object.entries(program.ownTemplates).map(([file, source]) =>
      text(renderText(source, view, file), file),
    ),
    ...(program.extraModule === undefined
      ? []
      : [text(`${view.header}\n${program.extraModule}`, "extra.nix")]),
    ...Object.entries(templates).map(([file, template]) => ({
      path: `${directory}/${file}`,
      content: renderTemplate(template, view),
    })),
    {
      path: `${directory}/options.nix`,
      content: optionsFile(module, typeFiles(program, directory), made),
    },
  ];
}

/** What the modules of several programs import, once for all of them. */
export function sharedFiles(programs: readonly Program[], made: Made): readonly Artefact[] {
  const templates: Readonly<Record<string, string>> = Object.assign(
    {},
    ...programs.map(({ shared }) => shared),
  );
  return Object.entries(templates).map(([file, template]) => ({
    path: `${sharedDirectory}/${file}`,
    content: renderTemplate(template, { header: header(made) }),
  }));
}

/** Path literals of a program's types, as a file in a directory of the tree writes them. */
export function typeFiles(program: Program, directory: string): Readonly<Record<string, string>> {
  const up = directory.replace(/[^/]+/g, "..");
  return Object.fromEntries(
    Object.entries(typePaths(program)).map(([name, path]) => [name, `${up}/${path}`]),
  );
}
