import * as z from "zod";
import { lines, path } from "../../../src/compiler/frontends/vocabulary.js";
import * as patterns from "../../../src/toolkit/declaration/option-types.js";

const matching = (pattern: string) => z.string().regex(new RegExp(`^${pattern}$`));

/** As every declared program has them. */
export const entryName = matching(patterns.entryName);
export const relativePath = matching(patterns.relativePath);

/** Text written in place, or the file that holds it. */
export const textOrFile = () => z.union([lines(), path()]);
