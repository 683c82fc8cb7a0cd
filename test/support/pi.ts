import { program as pi } from "../../schema/pi/index.js";
import type { Source } from "../../src/compiler/importers/origin.js";
import type { ProgramFile } from "../../src/compiler/program/types.js";
import { hostOptions } from "../../src/isolation/options/host.js";
import { modulesOf } from "../../src/toolkit/modules.js";

/** What holds where nothing is declared, as most tests take it. */
export { pi };
export const programs = [pi];
export const modules = modulesOf(pi);
export const hostFile = hostOptions(pi);

/** pi's files come from its npm package. */
interface PackagedFile extends ProgramFile {
  readonly source: Source;
}

function fileOf(name: string): PackagedFile {
  const file = pi.files.find((one) => one.name === name);
  if (file === undefined || !("package" in file.source)) throw new Error(`pi has no file ${name}`);
  return { ...file, source: file.source };
}
export const settings = fileOf("settings");
export const keybindings = fileOf("keybindings");
export const models = fileOf("models");
