import { program as pi } from "../../schema/pi/index.js";
import type { Source } from "../../src/compiler/importers/origin.js";
import type { IsolatedAgent } from "../../src/compiler/program/agent.js";
import type { Program, ProgramFile } from "../../src/compiler/program/types.js";
import {
  fill as fillIn,
  type Holes,
  type MessageId,
  messagesOf,
} from "../../src/isolation/options/assertions.js";
import { hostOptions } from "../../src/isolation/options/host.js";
import { agentModule } from "../../src/isolation/options/module.js";
import { modulesOf } from "../../src/toolkit/tree/modules.js";

/** What holds where nothing is declared, as most tests take it. */
export { pi };
export const programs = [pi];
export const modules = modulesOf(pi);

/** pi as the isolation takes it. */
export const piAgent = agentOf(pi);
export const piAgentModule = agentModule(piAgent);
export const messages = messagesOf(piAgent);
export const hostFile = hostOptions([{ program: pi, agent: piAgent }]);

function agentOf({ name, isolated }: Program): IsolatedAgent {
  if (isolated === undefined) throw new Error(`${name} is not isolated`);
  return isolated;
}

/** A message of pi's module with its holes filled. */
export const fill = <Id extends MessageId>(id: Id, holes: Holes<Id>): string => fillIn(messages, id, holes);

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
