import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findLibrary } from "../src/compiler/nix/library.js";
import { packageRoot } from "../src/root.js";
import { declarationRows } from "./declarations.js";
import { egressRows } from "./egress.js";
import { evaluationRows } from "./evaluation.js";
import { peersSection } from "./peers.js";
import { leastUse } from "./processes.js";
import { programRows } from "./programs.js";
import { type Settings, tableOf } from "./row.js";
import { sessionRows } from "./sessions.js";
import { startRows, typescriptRows } from "./starts.js";
import { diffRow, fleetRow, importRow, printRow } from "./work.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string" },
    pi: { type: "string" },
    "home-manager": { type: "string" },
    nixos: { type: "string" },
    agents: { type: "string" },
    nixcfg: { type: "string" },
    nixidy: { type: "string" },
  },
});
const directory = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : resolve(path);
const settings: Settings = {
  runs: Number(values.runs ?? 15),
  pi: directory(values.pi),
  homeManager: directory(values["home-manager"]),
  nixos: directory(values.nixos),
  agents: directory(values.agents),
  nixcfg: directory(values.nixcfg),
  nixidy: directory(values.nixidy),
};

const start = leastUse({ nothing: ["--eval", "0"] }, settings.runs).get("nothing")?.cpu ?? Number.NaN;
const rows = [
  ...startRows(settings),
  ...(await typescriptRows(settings)),
  ...declarationRows(settings),
  printRow(),
  importRow(),
  diffRow(),
  ...(await evaluationRows(settings)),
  ...(await programRows(settings)),
  fleetRow(start),
  ...(await egressRows(settings)),
  ...(await sessionRows(settings)),
];

const { origin, version } = await findLibrary();
const load = loadavg()[0]?.toFixed(1);
const text = `# Results of \`npm run bench\`

Node ${process.versions.node}, ${cpus().length} processors, load ${load} from whatever else ran; library: ${origin} ${version ?? ""}.
Ratios are of the least of ${settings.runs} runs that took turns within one run of the benchmarks; those of whole processes by the clock, those
within one process (printing, \`diff\`, fleet) in processor time. Counts of Nix repeat exactly, and instructions within 3 %; times do not.
Sessions start half a second apart on the booted host of the end-to-end tests, where nothing else is said.

${tableOf(rows)}${await peersSection(settings)}`;
process.stdout.write(text);
writeFileSync(join(packageRoot, "bench/results.md"), text);
