import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diffSides } from "../src/compiler/diff/engine/engine.js";
import type { Side } from "../src/compiler/diff/engine/side.js";
import { factsOfModules } from "../src/compiler/diff/options/from-modules.js";
import { typeFile } from "../src/compiler/emit/options.js";
import { importJsonSchema } from "../src/compiler/importers/json-schema/import.js";
import type { Module, Option } from "../src/compiler/ir/types.js";
import { printOptions, type References } from "../src/compiler/nix/options.js";
import { printNix } from "../src/compiler/nix/print.js";
import { loadHost } from "../src/isolation/host/load.js";
import { render } from "../src/isolation/render/render.js";
import { packageRoot } from "../src/root.js";
import { hostFile } from "../test/support/pi.js";
import type { Row } from "./row.js";

const references: References = {
  expression: (name) => ({ kind: "select", path: [name] }),
  definitions: {},
};

/** Printing many options: whether the time for one grows with their number. */
export function printRow(): Row {
  const perOption = [100, 1_000, 10_000, 100_000].map((count) => {
    const options = optionsOf(count);
    const time = least(count < 100_000 ? 9 : 3, () =>
      // The bytes are counted so that the text has to be there, and not only the parts that it is joined of.
      Buffer.byteLength(printNix(printOptions(options, references))),
    );
    return { count, time: (time * 1000) / count };
  });
  const fromThousand = perOption.filter(({ count }) => count >= 1_000).map(({ time }) => time);
  return {
    what: "options to printed Nix, 100 to 100,000",
    against: "time for one of 1,000",
    ratio: Math.max(...fromThousand) / (fromThousand[0] ?? Number.NaN),
    goal: 1.5,
    detail: perOption.map(({ count, time }) => `${count}: ${time.toFixed(2)} µs each`).join(", "),
  };
}

/** Importing a schema of many keys, a third of them references: whether the time for one grows with their number. */
export function importRow(): Row {
  const perKey = [10_000, 99_000].map((count) => {
    const text = schemaOf(count);
    const time = least(3, () => {
      const { type, definitions } = importJsonSchema(text);
      return typeFile(type, definitions, { version: "bench", title: "app", source: "bench" }).length;
    });
    return { count, time: (time * 1000) / count };
  });
  const [few, many] = perKey.map(({ time }) => time);
  return {
    what: "a JSON Schema to Nix, 10,000 and 99,000 keys",
    against: "time for one of 10,000",
    ratio: (many ?? Number.NaN) / (few ?? Number.NaN),
    goal: 1.5,
    detail: perKey.map(({ count, time }) => `${count}: ${time.toFixed(1)} µs each`).join(", "),
  };
}

function schemaOf(count: number): string {
  const keys = Array.from({ length: count }, (_, index) => [
    `key${index}`,
    index % 3 === 0 ? { $ref: `#/$defs/d${index % 50}` } : { type: "string", description: `Text ${index}.` },
  ]);
  const definitions = Array.from({ length: 50 }, (_, index) => [
    `d${index}`,
    { type: "object", properties: { a: { enum: ["x", index] } } },
  ]);
  return JSON.stringify({
    type: "object",
    properties: Object.fromEntries(keys),
    $defs: Object.fromEntries(definitions),
  });
}

/** Comparing two states of 10,000 options, of which one in a hundred has changed. */
export function diffRow(): Row {
  const states = [optionsOf(10_000), optionsOf(10_000).map(changed)];
  const texts = states.map((options) => JSON.stringify(options));
  const parse = least(5, () => texts.map((text): readonly Option[] => JSON.parse(text)));
  const compare = least(5, () => {
    const [base, head] = texts.map((text) => sideOf(JSON.parse(text)));
    if (base === undefined || head === undefined) throw new Error("there are two sides");
    return diffSides(base, head).findings.length;
  });
  return {
    what: "`diff` of 10,000 options, 100 of them changed",
    against: "`JSON.parse` of its inputs",
    ratio: compare / parse,
    goal: 5,
    detail: `${compare.toFixed(0)} ms to ${parse.toFixed(0)} ms`,
  };
}

/** Rendering host after host in one process. @param start processor time of `node -e 0` in milliseconds */
export function fleetRow(start: number): Row {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-bench-"));
  try {
    const text = readFileSync(join(packageRoot, "examples/hosts/m3-kratos.yaml"), "utf8");
    const files = Array.from({ length: 1_000 }, (_, index) => `host${index}.yaml`);
    for (const file of files)
      writeFileSync(join(directory, file), text.replaceAll("m3-kratos", file.slice(0, -5)));
    const all = (some: readonly string[]): number =>
      least(2, () => some.map((file) => render(loadHost(join(directory, file), file, hostFile))));
    const [hundred, thousand] = [all(files.slice(0, 100)) / 100, all(files) / 1_000];
    return {
      what: "fleet: one more of 1,000 hosts in one process",
      against: "starting `node -e 0`",
      ratio: thousand / start,
      goal: 0.05,
      detail: `${thousand.toFixed(2)} ms each of 1,000, ${hundred.toFixed(2)} ms each of 100`,
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Options of every usual shape, in turn. */
function optionsOf(count: number): readonly Option[] {
  const shapes: readonly Pick<Option, "type" | "default">[] = [
    { type: { kind: "bool" }, default: { kind: "data", value: false } },
    { type: { kind: "int", min: 0 }, default: { kind: "data", value: 3 } },
    { type: { kind: "nullOr", of: { kind: "str" } }, default: { kind: "data", value: null } },
    { type: { kind: "listOf", of: { kind: "str" } }, default: { kind: "data", value: ["a", "b"] } },
    { type: { kind: "enum", values: ["off", "low", "high"] }, default: { kind: "data", value: "low" } },
  ];
  return Array.from({ length: count }, (_, index) => ({
    name: `option${index}`,
    description: `What the program does where it meets case ${index}.`,
    type: { kind: "bool" },
    ...shapes[index % shapes.length],
  }));
}

const changed = (option: Option, index: number): Option =>
  index % 100 === 0 ? { ...option, default: { kind: "data", value: true } } : option;

function sideOf(options: readonly Option[]): Side {
  const module: Module = { target: "nixos", path: ["services", "x"], summary: "", options, definitions: {} };
  return { name: "bench", modules: [module], options: factsOfModules([module]) };
}

/** The least milliseconds of processor time that the work takes: what else runs weighs on them less than on the clock. */
function least(runs: number, work: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
