import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type BuiltHome, filesBelow } from "../../support/built-homes.js";
import type { Case, Cases } from "./case.js";
import { claudeCode } from "./claude-code.js";
import { opencode } from "./opencode.js";
import { pi } from "./pi.js";

/** The programs for which Home Manager has cases, by the name of its module. */
export const programs: Readonly<Record<string, { readonly name: string; readonly cases: Cases }>> = {
  opencode: { name: "opencode", cases: opencode },
  "claude-code": { name: "claude-code", cases: claudeCode },
  "pi-coding-agent": { name: "pi", cases: pi },
};

/** A home that sets `options` of a module at `path`. */
export const home = (path: string, options: string, { beside = "" }: Case): string =>
  `({lib, pkgs, ...}: {
    imports = [{${path} = {enable = true; package = lib.mkDefault null;};}];
    ${path} = {${options}};
    ${beside}
  })`;

/** What a home has: text of each file, in one layout where that is JSON, and the variables of a session. */
export type Content = Readonly<Record<string, string>>;

export function contentOf({ files, variables }: BuiltHome): Content {
  const found = filesBelow(files).map((path) => {
    const file = join(files, path);
    const mark = (statSync(file).mode & 0o111) === 0 ? "" : " (executable)";
    return [`${path}${mark}`, plain(path, readFileSync(file, "utf8"))];
  });
  const set = Object.entries(variables).map(([name, value]) => [`$${name}`, value]);
  return Object.fromEntries([...found, ...set]);
}

/** Store paths tell of what made them, which is no part of a file. */
function plain(path: string, text: string): string {
  const anonymous = text.replaceAll(/\/nix\/store\/[a-z0-9]{32}-[^/"\s]*/g, "/nix/store/…");
  return path.endsWith(".json") ? JSON.stringify(JSON.parse(anonymous)) : anonymous;
}
