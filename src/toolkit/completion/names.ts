/** Shells that there are completions for. */
export type Shell = "bash" | "zsh" | "fish";
export const shellNames: readonly Shell[] = ["bash", "zsh", "fish"];
