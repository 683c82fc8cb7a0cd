import type { Module } from "../src/compiler/ir/types.js";
import { modules } from "./modules.js";
import { keybindings, models, type PiFile, settings } from "./pi/index.js";

const files: Readonly<Record<string, PiFile>> = { settings, keybindings, models };

/** The new path of what pi has renamed, by the old one, wherever a module holds one of pi's files. */
export const knownRenames: Readonly<Record<string, string>> = Object.fromEntries(modules.flatMap(renamesIn));

function renamesIn({ path, options }: Module): readonly (readonly [string, string])[] {
  return options.flatMap(({ name, type }) => {
    const file = type.kind === "ref" ? files[type.name] : undefined;
    const at = [...path, name].join(".");
    return Object.entries(file?.retired ?? {}).flatMap(([old, { instead }]) =>
      instead === undefined ? [] : [[`${at}.${old}`, `${at}.${instead}`] as const],
    );
  });
}
