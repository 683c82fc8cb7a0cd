#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { processIo } from "./io.js";
import { run } from "./run.js";

// V8 provides for programs that go on running; a command has ended after a second or two. Left alone, half of an import's
// processor time goes into code that is optimised beside it and then hardly runs, and with Node 20 a third of its memory into a
// young generation that grows. By V8's version, since the names of such flags change with it, and one that it does not know it
// complains of: what is not listed has nothing to gain by them (Node 24), or is younger than this.
const flags: Readonly<Record<string, readonly string[]>> = {
  "11.3": ["--interrupt-budget=1000000", "--semi-space-growth-factor=1"], // Node 20
  "12.4": ["--invocation-count-for-turbofan=24000"], // Node 22
};
const [engine = ""] = /^\d+\.\d+/.exec(process.versions.v8) ?? [];
for (const flag of flags[engine] ?? []) setFlagsFromString(flag);

process.exitCode = await run(process.argv.slice(2), processIo());
