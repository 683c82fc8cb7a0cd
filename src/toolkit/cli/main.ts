#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { processIo } from "./io.js";
import { run } from "./run.js";

// V8 provides for programs that go on running; a command has ended after a second or two. Left alone, half of an import's
// processor time goes into code that is optimised beside it and then hardly runs, and a third of its memory into a young
// generation that grows. An engine that does not know these flags passes over them.
setFlagsFromString("--interrupt-budget=1000000");
setFlagsFromString("--semi-space-growth-factor=1");

process.exitCode = await run(process.argv.slice(2), processIo());
