import type { Change } from "./change.js";
import type { Match } from "./match.js";
import type { severities } from "./names.js";

/** How much a reviewer has to care. */
export type Severity = (typeof severities)[number];

/** One kind of change: when it is there, and what it means to those who use the modules. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** One sentence for the reviewer who meets the rule for the first time. */
  readonly reference: string;
  /** The rule that finds the same change when base and head change places. */
  readonly mirror: string;
  readonly find: (change: Change) => readonly Match[];
}
