/** What a row of the hardening policy is, and the words in which the table is written. */

/** The value of an option of the module, by its path below the agent's own. */
export interface OptionValue {
  readonly option: readonly string[];
}

/** Text with option values in it: the parts are joined without a separator. */
export type PolicyText = string | OptionValue | readonly (string | OptionValue)[];

export type PolicyValue =
  /** One assignment. Where an option in it is null, the whole row falls away. */
  | { readonly kind: "scalar"; readonly text: PolicyText }
  /**
   * Several entries. An option that holds a list contributes all of its entries.
   * systemd appends lists; `reset` makes the drop-in assign the empty list first, so that what a command line
   * added before is void. Only where clearing the list can never loosen (allow lists) may it be set.
   */
  | { readonly kind: "list"; readonly entries: readonly PolicyText[]; readonly reset: boolean };

/** What `hardening.extraProperties` may say about a property without loosening it. */
export type Tighten =
  /** Nothing else than the policy's value. */
  | { readonly rule: "same" }
  /** One of these values, all at least as strict as the policy's. */
  | { readonly rule: "oneOf"; readonly values: readonly string[] }
  /** Entries out of the policy's own (an allow list that shrinks). */
  | { readonly rule: "subset" }
  /** Any entries: each one only takes something away. */
  | { readonly rule: "more" }
  /** Entries that start with `~`, as deny entries do. */
  | { readonly rule: "deny" }
  /** The row follows an option; set that option instead. */
  | { readonly rule: "option" };

/** Where a row is printed. systemd-run parses some values by older rules than unit files. */
export type Place = "flag" | "dropin";

export interface HardeningRow {
  readonly property: string;
  readonly value: PolicyValue;
  /** Printed only when the option has one of these values. */
  readonly when?: { readonly option: readonly string[]; readonly oneOf: readonly string[] };
  readonly where: readonly Place[];
  /** Locked rows stand in the drop-in as they are, whatever the options say. */
  readonly locked: boolean;
  readonly tighten: Tighten;
  /** The first systemd release that has the property, or the value where that is younger. */
  readonly since: number;
  readonly reason: string;
  /** What no longer works because of it; empty where nothing was found. */
  readonly breaks: string;
}

/** Of several rows of one property the one that the drop-in prints, for it binds. */
export function bindingOf(rows: readonly HardeningRow[], property: string): HardeningRow | undefined {
  const own = rows.filter((row) => row.property === property);
  return own.find(({ where }) => where.includes("dropin")) ?? own[0];
}

/** Whether more entries of the property stand beside the row's own instead of in their place. */
export const isAppended = ({ tighten: { rule } }: HardeningRow): boolean =>
  rule === "more" || rule === "deny";

/** Whether the list begins anew: the empty assignment first clears what anybody else put there. */
export const isClosed = ({ value }: HardeningRow): boolean => value.kind === "list" && value.reset;

const both = ["flag", "dropin"] as const;
/** One assignment. */
export const scalar = (text: PolicyText): PolicyValue => ({ kind: "scalar", text });
export const yes = scalar("yes");
/** A list that the drop-in begins anew. */
export const allow = (...entries: readonly PolicyText[]): PolicyValue => ({
  kind: "list",
  entries,
  reset: true,
});
/** Entries that are added to what is there. */
export const append = (...entries: readonly PolicyText[]): PolicyValue => ({
  kind: "list",
  entries,
  reset: false,
});
/** The value of an option, by its path below the agent's own. */
export const option = (...path: readonly string[]): OptionValue => ({ option: path });

type Details = Pick<HardeningRow, "since" | "reason"> &
  Partial<Pick<HardeningRow, "breaks" | "tighten" | "where" | "when">>;

/** A row that nothing but the table decides. */
export const locked = (property: string, value: PolicyValue, details: Details): HardeningRow => ({
  property,
  value,
  where: both,
  locked: true,
  tighten: { rule: "same" },
  breaks: "",
  ...details,
});

/** A row that follows an option of the operator. */
export const optional = (property: string, value: PolicyValue, details: Details): HardeningRow => ({
  ...locked(property, value, { tighten: { rule: "option" }, ...details }),
  locked: false,
});
