import { decodeHistory, type History } from "../../src/compiler/importers/history.js";
import facts from "./history.json" with { type: "json" };

/** Which version of pi brought each key, and what the import could not carry over; facts of the published packages. */
export const history: History = decodeHistory(facts);
