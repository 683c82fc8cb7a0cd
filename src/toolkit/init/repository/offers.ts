import { homeDirectory, isolatedAmong, type Program } from "../../../compiler/program/types.js";
import { directory as isolationDirectory } from "../../../isolation/emit/nixos.js";

/** A module that an overlay has for others. */
export interface Offer {
  /** The output of its flake: `homeManagerModules.<program>`. */
  readonly output: string;
  /** Where the generated module lies, relative to the flake. */
  readonly path: string;
}

/** What an overlay offers of its programs. */
export const offersOf = (programs: readonly Program[]): readonly Offer[] =>
  programs.flatMap((program) => [
    ...isolatedAmong([program]).map(({ agent }) => ({
      output: `nixosModules.${agent.account}`,
      path: `./modules/${isolationDirectory(agent)}`,
    })),
    { output: `homeManagerModules.${program.name}`, path: `./modules/${homeDirectory(program)}` },
  ]);
