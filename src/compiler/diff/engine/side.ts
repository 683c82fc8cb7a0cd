import type { Module, Option, OptionType } from "../../ir/types.js";
import type { EvaluatedHost } from "../hosts/facts.js";
import type { Mode } from "../inputs/place.js";
import type { IgnoreEntry } from "../report/ignore-file.js";
import type { Snapshot } from "./snapshot-schema.js";

/** One of the two things that are compared. */
export interface Side {
  /** How the user named it. */
  readonly name: string;
  /** By path. */
  readonly options: ReadonlyMap<string, OptionFacts>;
  /** Where the options come from the IR; absent where only their documentation is known. */
  readonly modules?: readonly Module[];
  /** Renames that the schema's authors know of: the new path by the old one. */
  readonly renames?: ReadonlyMap<string, string>;
  /** What an emitted tree says beyond its options. */
  readonly snapshot?: Snapshot;
  /** The files of an emitted tree, by path in it. Those that the snapshot names and the tree lacks are missing. */
  readonly files?: ReadonlyMap<string, string>;
  /** What each entry of that tree is, by path in it; its snapshot and what nobody has listed included. */
  readonly modes?: ReadonlyMap<string, Mode>;
  /** Of entries that the snapshot does not list, what tells their content from any other. */
  readonly stray?: ReadonlyMap<string, string>;
  /** Changes that the side's own ignore file lets pass, where one was looked for. */
  readonly waivers?: readonly IgnoreEntry[] | "unreadable";
  /** What Nix makes of hosts with that tree, by the name of the host, where it was asked. */
  readonly hosts?: ReadonlyMap<string, EvaluatedHost>;
  /** Where that tree lies, relative to its place; empty, or ending with `/`. */
  readonly directory?: string;
}

/** What the rules want to know of an option. Texts are as documentation shows them; undefined where there is none. */
export interface OptionFacts {
  readonly name: string;
  readonly loc: readonly string[];
  /** What the rest is worked out from, where the IR is known. */
  readonly declared?: Option;
  readonly typeText: string;
  /** Equal for equal types; what is listed as an option of its own, inside a submodule, does not count. */
  readonly typeKey: string;
  readonly type: () => OptionType;
  readonly default: string | undefined;
  /** Equal for equal defaults, whatever documentation shows of them. */
  readonly presetKey: string | undefined;
  readonly example: string | undefined;
  readonly description: string;
  readonly readOnly: boolean;
  readonly deprecated: string | undefined;
  /** What the configured program itself takes where the option is not set; JSON. */
  readonly upstreamDefault: string | undefined;
}
