import { childrenOf } from "../../ir/children.js";
import { sameJson } from "../../ir/same.js";
import type { OptionType } from "../../ir/types.js";

/** What became of a null that a type takes before and after: it is written now, or leaves the key out now. */
export type NullChange = "written" | "omitted";

/** What null means otherwise, anywhere in a type. Where parts of it cannot be told to be the same, its nulls are counted. */
export function nullChanges(before: OptionType, after: OptionType): ReadonlySet<NullChange> {
  return new Set(changesIn(before, after));
}

function changesIn(before: OptionType, after: OptionType): readonly NullChange[] {
  const [old, now] = [nullOf(before), nullOf(after)];
  const own = old === undefined || now === undefined || old === now ? [] : [now];
  return [...own, ...changesBelow(beneath(before), beneath(after))];
}

/** What null means at a type that takes it. */
function nullOf(type: OptionType): NullChange | undefined {
  switch (type.kind) {
    case "nullOr":
      return type.explicit === true ? "written" : "omitted";
    case "json":
      return "omitted";
    case "enum":
      return type.values.includes(null) ? "omitted" : undefined;
    case "union": {
      const nulls = type.of.map(nullOf);
      return nulls.find((one) => one === "written") ?? nulls.find((one) => one !== undefined);
    }
    default:
      return undefined;
  }
}

const beneath = (type: OptionType): OptionType => (type.kind === "nullOr" ? type.of : type);

function changesBelow(before: OptionType, after: OptionType): readonly NullChange[] {
  const [old, now] = [childrenOf(before), childrenOf(after)];
  const alike = before.kind === after.kind && sameJson(namesIn(before), namesIn(after));
  if (alike && old.length === now.length)
    return old.flatMap((one, at) => {
      const other = now[at];
      return other === undefined ? [] : changesIn(one, other);
    });
  const [was, is] = [countNulls(before), countNulls(after)];
  if (is.written < was.written && is.omitted > was.omitted) return ["omitted"];
  return is.written > was.written && is.omitted < was.omitted ? ["written"] : [];
}

const namesIn = (type: OptionType): readonly string[] =>
  type.kind === "submodule" ? type.options.map(({ name }) => name) : [];

/** How many nulls in a type mean what. */
function countNulls(type: OptionType): Readonly<Record<NullChange, number>> {
  const inner = childrenOf(type).map(countNulls);
  const sum = (of: NullChange): number => inner.reduce((total, one) => total + one[of], 0);
  const own = (isWritten: boolean): number =>
    type.kind === "nullOr" && (type.explicit === true) === isWritten ? 1 : 0;
  return { written: sum("written") + own(true), omitted: sum("omitted") + own(false) };
}
