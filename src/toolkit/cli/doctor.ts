import { userInfo } from "node:os";
import { type Examination, examine } from "../../isolation/doctor/examine.js";
import type { Level } from "../../isolation/doctor/finding.js";
import { type Machine, thisMachine } from "../../isolation/doctor/machine.js";
import { printable, wrap } from "../../isolation/preview/terminal/text.js";
import { isolatedAgents } from "../declaration/programs.js";
import type { Io } from "./io.js";

export interface DoctorOptions {
  readonly command?: string;
  readonly config?: string;
  readonly only?: string;
  readonly json?: true;
}

/** `nixsmith doctor`: 0 where nothing is wrong, 1 where something is. */
export async function doctor(
  options: DoctorOptions,
  io: Io,
  machine: Machine = machineOf(io),
): Promise<number> {
  const agents = await isolatedAgents({ cwd: io.cwd, ...options });
  const all = await Promise.all(agents.map((agent) => examine(machine, agent, options.command)));
  const found = all.flat().filter(({ findings }) => findings.length > 0);
  const count = (level: Level): number =>
    found.flatMap(({ findings }) => findings).filter((one) => one.level === level).length;
  if (options.json === true) io.out(`${JSON.stringify(found, null, 2)}\n`);
  else io.out(found.map((one) => shown(one, agents.length > 1, io)).join(""));
  const rest = [`${count("warn")} to look at`, `${count("unseen")} not seen`];
  io.err(`${count("fail")} wrong, ${rest.join(", ")}\n`);
  return count("fail") > 0 ? 1 : 0;
}

const machineOf = ({ env }: Io): Machine => thisMachine(env.PATH ?? "", userInfo().username);

const marks: Readonly<Record<Level, string>> = { ok: "✓", warn: "!", fail: "✗", unseen: "?" };

/** @param isOneOfSeveral whether the heading has to say which agent it is about */
function shown(
  { agent, check, findings }: Examination,
  isOneOfSeveral: boolean,
  { colours: { out }, width }: Io,
): string {
  const paint: Readonly<Record<Level, (text: string) => string>> = {
    ok: out.green,
    warn: out.yellow,
    fail: out.red,
    unseen: out.dim,
  };
  const lines = findings.flatMap(({ level, text, mend }) => [
    ...wrap(printable(text), width - 4).map(
      (line, index) => `  ${index === 0 ? paint[level](marks[level]) : " "} ${line}`,
    ),
    ...(mend === undefined
      ? []
      : wrap(`to mend: ${printable(mend)}`, width - 6).map((line) => `      ${out.cyan(line)}`)),
  ]);
  return `${[out.bold(isOneOfSeveral ? `${agent}: ${check}` : check), ...lines].join("\n")}\n`;
}
