import { decodeHistory } from "../../src/compiler/importers/history.js";
import type { Program } from "../../src/compiler/program/types.js";
import { resolve } from "../../src/toolkit/declaration/resolve.js";
import { declaration } from "./declaration.js";
import { facts } from "./facts.js";
import history from "./history.json" with { type: "json" };

/** opencode, whole. */
export const program: Program = resolve(declaration, { facts, history: decodeHistory(history) });
