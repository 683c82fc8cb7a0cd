import type { Json, Protects, Value } from "../../ir/types.js";

/** How well one default protects beside another; `unclear` where neither can be shown to protect as well. */
export type Step = "same" | "looser" | "stricter" | "unclear";

/** What a change of an option's default does to a host that leaves the option alone. */
export function judgeDefault(protects: Protects, before: Value, after: Value): Step {
  if (JSON.stringify(before) === JSON.stringify(after)) return "same";
  if (before.kind === "nix" || after.kind === "nix") return protects === "nothing" ? "same" : "unclear";
  const [from, to] = [before.value, after.value];
  if (typeof protects !== "string") return judgeRank(protects, from, to);
  switch (protects) {
    case "nothing":
      return "same";
    case "same":
      return "unclear";
    case "false":
    case "true":
      return judgeRank([protects === "true", protects === "false"], from, to);
    case "smaller":
      return judgeSize(sizeOf(from), sizeOf(to));
    case "subset":
      return judgeEntries(entriesOf(from), entriesOf(to));
    case "superset":
      return judgeEntries(entriesOf(to), entriesOf(from));
    case "mask":
      return judgeEntries(bitsOf(to), bitsOf(from));
  }
}

/** Whether a default leaves nothing that would protect better, so that nobody who had to choose loses by it. */
export function isSafest(protects: Protects, { value }: Extract<Value, { readonly kind: "data" }>): boolean {
  if (typeof protects !== "string") return value === protects[0];
  switch (protects) {
    case "nothing":
      return true;
    case "false":
    case "true":
      return String(value) === protects;
    case "subset":
      return entriesOf(value)?.size === 0;
    case "same":
    case "smaller":
    case "superset":
    case "mask":
      return false;
  }
}

/** What is not named is less safe than all that is, and of two such values nothing is known. */
function judgeRank(safestFirst: readonly Json[], before: Json, after: Json): Step {
  const [from, to] = [safestFirst.indexOf(before), safestFirst.indexOf(after)];
  if (from === -1) return to === -1 ? "unclear" : "stricter";
  if (to === -1) return "looser";
  return to > from ? "looser" : "stricter";
}

interface Size {
  readonly amount: number;
  /** What is counted; sizes of one kind alone can be compared. */
  readonly kind: string;
}

/** Bytes, percent and time spans as systemd writes them (systemd.resource-control(5), systemd.time(7)). */
const units: Readonly<Record<string, Size>> = {
  "": { amount: 1, kind: "" },
  K: { amount: 2 ** 10, kind: "" },
  M: { amount: 2 ** 20, kind: "" },
  G: { amount: 2 ** 30, kind: "" },
  T: { amount: 2 ** 40, kind: "" },
  "%": { amount: 1, kind: "percent" },
  us: { amount: 1, kind: "time" },
  ms: { amount: 1e3, kind: "time" },
  s: { amount: 1e6, kind: "time" },
  min: { amount: 6e7, kind: "time" },
  h: { amount: 3.6e9, kind: "time" },
  d: { amount: 8.64e10, kind: "time" },
  w: { amount: 6.048e11, kind: "time" },
};

function sizeOf(value: Json): Size | "unlimited" | undefined {
  if (value === null || value === "infinity") return "unlimited";
  if (typeof value === "number") return { amount: value, kind: "" };
  const [, digits, unit = ""] = /^(\d+)([A-Za-z%]*)$/.exec(typeof value === "string" ? value : "") ?? [];
  const one = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return digits === undefined || one === undefined
    ? undefined
    : { amount: Number(digits) * one.amount, kind: one.kind };
}

function judgeSize(from: ReturnType<typeof sizeOf>, to: ReturnType<typeof sizeOf>): Step {
  if (from === undefined || to === undefined) return "unclear";
  if (from === "unlimited") return to === "unlimited" ? "same" : "stricter";
  if (to === "unlimited") return "looser";
  if (from.kind !== to.kind) return "unclear";
  if (from.amount === to.amount) return "same";
  return to.amount > from.amount ? "looser" : "stricter";
}

/** What a list or a set holds; null holds nothing. */
function entriesOf(value: Json): ReadonlySet<string> | undefined {
  if (value === null) return new Set();
  if (Array.isArray(value)) return new Set(value.map((entry) => JSON.stringify(entry)));
  if (typeof value !== "object") return undefined;
  return new Set(Object.entries(value).map((entry) => JSON.stringify(entry)));
}

function bitsOf(value: Json): ReadonlySet<string> | undefined {
  if (typeof value !== "string" || !/^[0-7]+$/.test(value)) return undefined;
  const bits = Number.parseInt(value, 8).toString(2);
  return new Set([...bits].flatMap((bit, at) => (bit === "1" ? [String(bits.length - at)] : [])));
}

/** Of sets in which every entry lets somebody do more. */
function judgeEntries(from: ReadonlySet<string> | undefined, to: ReadonlySet<string> | undefined): Step {
  if (from === undefined || to === undefined) return "unclear";
  const more = [...to].some((entry) => !from.has(entry));
  const fewer = [...from].some((entry) => !to.has(entry));
  if (more) return fewer ? "unclear" : "looser";
  return fewer ? "stricter" : "same";
}
