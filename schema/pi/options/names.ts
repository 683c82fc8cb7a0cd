import * as z from "zod";
import { lines, path } from "../../../src/compiler/frontends/vocabulary.js";

/** The name of a file or directory below pi's configuration: one component, never hidden, never `..`. */
export const entryName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._+-]*$/);

/** A path below some directory: plain characters, because one ends in a shell's environment, and never `.` or `..`. */
export const relativePath = z
  .string()
  .regex(/^[.]?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*(\/[.]?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)*$/);

/** Text written in place, or the file that holds it. */
export const textOrFile = () => z.union([lines(), path()]);
