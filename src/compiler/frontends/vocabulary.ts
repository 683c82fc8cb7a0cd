import * as z from "zod";
import type { OptionType } from "../ir/types.js";
import { option } from "./zod.js";

/** Schemas for the types that Nix has and zod has not; each call makes a fresh one to attach metadata to. */
const typed = (type: OptionType) => (): z.ZodUnknown => option(z.unknown(), { type });

export const nixPackage = typed({ kind: "package" });
export const path = typed({ kind: "path" });
export const lines = typed({ kind: "lines" });
export const json = typed({ kind: "json" });
export const raw = typed({ kind: "raw" });
/** A type that another file of the emitted tree defines, such as a program's settings. */
export const reference = (name: string): z.ZodUnknown => typed({ kind: "ref", name })();
/** `types.submodule` around a reference-free object is zod's own `z.object`; options that take `enable` use this. */
export const enable = (what: string): z.ZodDefault<z.ZodBoolean> =>
  option(z.boolean().default(false), {
    description: `Whether to enable ${what}.`,
    declaration: { kind: "enable", what },
    protects: "false",
  });
