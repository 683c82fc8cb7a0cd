import { directory as nixosDirectory } from "../../isolation/emit/nixos.js";
import { directory as homeManagerDirectory } from "../emit/home-manager.js";
import type { Module } from "../ir/types.js";

/** The files of the emitted tree that declare a module's options. */
export function declarationsOf({ target }: Module): readonly string[] {
  return [`${target === "nixos" ? nixosDirectory : homeManagerDirectory}/options.nix`];
}
