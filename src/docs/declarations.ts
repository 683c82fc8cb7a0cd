import { directory as homeManagerDirectory } from "../../generators/home-manager.js";
import { directory as nixosDirectory } from "../../generators/nixos.js";
import type { Module } from "../ir/types.js";

/** The files of the emitted tree that declare a module's options. */
export function declarationsOf({ target }: Module): readonly string[] {
  return [`${target === "nixos" ? nixosDirectory : homeManagerDirectory}/options.nix`];
}
