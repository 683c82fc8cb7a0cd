import type { Json } from "../../../../src/compiler/ir/types.js";
import type { Program } from "../../../../src/compiler/program/types.js";
import type { Script } from "../model.js";

type Settings = Readonly<Record<string, Json>>;

/** How the lab uses an agent's real program, beside what its declaration says. */
export interface Use {
  readonly program: Program;
  /** Where its real program lies in the lab's root (root.ts). */
  readonly binary: string;
  readonly version: string;
  /** The file of its configuration that has it use the model at `url`. */
  provider(url: string): { readonly path: string; readonly text: string };
  /** What `provider` adds to its settings. */
  providerSettings(url: string): Settings;
  /** Arguments and input of one unattended run on the lab's model. */
  unattended(prompt: Script | string): { readonly args: readonly string[]; readonly stdin?: string };
  /** A session at a terminal on the lab's model. */
  readonly interactive: {
    readonly args: string;
    /** What its screen then shows. */
    readonly shows: RegExp;
    /** It asks whoever uses it first about this and that, and answers nobody before. */
    readonly asksFirst?: true;
    /** Keys that end it. */
    readonly leave: readonly string[];
  };
  /** Arguments of a run that it has to refuse, and what it says of it. */
  readonly refused: { readonly args: readonly string[]; readonly says: RegExp };
  /** Calls of its tools in `project`; paths are below that. */
  readonly tools: {
    bash(command: string): Script[number];
    write(project: string, path: string, content: string): Script[number];
    /** As many calls as it takes. */
    edit(project: string, path: string, from: string, to: string): Script;
  };
  /** Settings of the guide's host; `word` is a part of a value that nobody may be shown. */
  readonly guide: { readonly settings: Settings; readonly key: string; readonly word: string };
  /** A key of settings with a boolean, and what every host of the lab says of it. */
  readonly flag: { readonly key: string; readonly value: boolean };
  /** A variable that the guide's host sets. */
  readonly environment: { readonly name: string; readonly value: string };
  /** Of its environment file: what keeps it from asking the network for anything but its model, which listens at `url`. */
  variables(url: string): Readonly<Record<string, string>>;
  /** The provider that it asks where keys stay outside; see `credentials` in variants.ts. */
  readonly asked: "anthropic" | "lab";
  /** Settings in layers; all have an object and a list in common. */
  readonly layers: {
    readonly managed: Settings;
    readonly agents: Settings;
    readonly hosts: Settings;
    /** What of `agents` stays, and what comes of the object that `hosts` and `managed` both have. */
    readonly merged: Settings;
    /** An object and a list of them. */
    readonly object: string;
    readonly list: string;
    /** A key of text that Nix leaves alone. */
    readonly free: string;
  };
  /** Settings that keep it from trying a model again that cannot be reached. */
  readonly once: Settings;
  /** Of its own entries a directory, and files. */
  readonly own: { readonly directory: string; readonly files: readonly string[] };
}
