import type { Program } from "../../src/compiler/program/types.js";
import { resolve } from "../../src/toolkit/declaration/resolve.js";
import { declaration } from "./declaration.js";
import { facts } from "./facts.js";
import { history } from "./history.js";

/** pi, whole. */
export const program: Program = resolve(declaration, { facts, history });
