import { header, type Made } from "../../compiler/emit/artefact.js";
import type { NixExpression } from "../../compiler/nix/expression.js";
import { fromJson, printNix } from "../../compiler/nix/print.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { renderTemplate } from "../../compiler/template.js";
import { policyOf } from "../policy/agent.js";
import {
  bindingOf,
  type HardeningRow,
  isAppended,
  isClosed,
  type OptionValue,
  type Place,
  type PolicyText,
  type Tighten,
} from "../policy/hardening-row.js";
import { tightening } from "../policy/tightening.js";

/** `hardening.nix`: the policy table as Nix, each property with its reason. */
export function hardeningFile(agent: IsolatedAgent, made: Made): string {
  const rows = policyOf(agent);
  const inBoth = (row: HardeningRow): boolean => row.where.length === 2;
  const only = (place: Place) => (row: HardeningRow) => !inBoth(row) && row.where.includes(place);
  return renderTemplate("nixos/hardening.nix", {
    header: header(made),
    policy: properties(rows.filter(inBoth)),
    flagsOnly: properties(rows.filter(only("flag"))),
    dropInOnly: properties(rows.filter(only("dropin"))),
    closed: printNix(fromJson(named(rows, isClosed)), {
      indent: 2,
    }),
    appended: printNix(fromJson(named(rows, isAppended)), {
      indent: 2,
    }),
    exceptions: exceptions(rows),
    tightening: printNix(
      fromJson(tightening.filter((name) => !rows.some(({ property }) => property === name))),
      {
        indent: 4,
      },
    ),
  });
}

interface PropertyView {
  readonly property: string;
  readonly reasons: readonly string[];
  readonly value: string;
}

/** Rows that speak of one property make one assignment; their lists are joined. */
function properties(rows: readonly HardeningRow[]): readonly PropertyView[] {
  return unique(rows.map(({ property }) => property)).map((property) => {
    const own = rows.filter((row) => row.property === property);
    const value = own.map(rowValue).join(" ++ ");
    return {
      property,
      reasons: own.map(({ reason }) => reason),
      value: value.startsWith("\n") ? value : ` ${value}`,
    };
  });
}

function rowValue({ value, when }: HardeningRow): string {
  if (value.kind === "scalar") {
    const text = printText(value.text);
    return when === undefined ? text : `\n      if ${condition(when)}\n      then ${text}\n      else null`;
  }
  const lists = value.entries.filter(isOption).map(optionPath);
  const texts = value.entries.filter((entry) => !isOption(entry));
  const own = texts.length === 0 && lists.length > 0 ? [] : [`[${texts.map(printText).join(" ")}]`];
  const list = [...own, ...lists].join(" ++ ");
  return when === undefined
    ? list
    : `lib.optionals (${condition(when)}) ${own.length + lists.length > 1 ? `(${list})` : list}`;
}

function condition({ option, oneOf }: NonNullable<HardeningRow["when"]>): string {
  const path = optionPath({ option });
  const [first, second] = oneOf.map((value) => printNix(fromJson(value)));
  return second === undefined ? `${path} == ${first}` : `builtins.elem ${path} ${printNix(fromJson(oneOf))}`;
}

const isOption = (text: PolicyText): text is OptionValue => typeof text === "object" && "option" in text;
const optionPath = ({ option }: OptionValue): string => printNix(select(["cfg", ...option]));
const select = (path: readonly string[]): NixExpression => ({ kind: "select", path });

/** A text with options in it is an interpolated string; one that is an option is that option. */
function printText(text: PolicyText): string {
  if (isOption(text)) return optionPath(text);
  const parts = typeof text === "string" ? [text] : text;
  const printed = parts.map((part) =>
    isOption(part) ? `\${${optionPath(part)}}` : printNix({ kind: "string", value: part }).slice(1, -1),
  );
  return `"${printed.join("")}"`;
}

/** Properties that may hold other values than the policy's. */
function exceptions(
  rows: readonly HardeningRow[],
): readonly { readonly property: string; readonly check: string }[] {
  return unique(rows.map(({ property }) => property)).flatMap((property) => {
    const binding = bindingOf(rows, property);
    const check = binding === undefined ? undefined : printRule(binding.tighten);
    return check === undefined ? [] : [{ property, check }];
  });
}

/** The check of a property's entries, where it is not that they are the policy's own. */
function printRule(tighten: Tighten): string | undefined {
  switch (tighten.rule) {
    case "same":
    case "subset":
    case "option":
      return undefined;
    case "oneOf":
      return `within ${printNix(fromJson(tighten.values))}`;
    case "more":
      return "anything";
    case "deny":
      return 'builtins.all (lib.hasPrefix "~")';
  }
}

const named = (rows: readonly HardeningRow[], matches: (row: HardeningRow) => boolean): readonly string[] =>
  unique(rows.filter(matches).map(({ property }) => property)).toSorted();
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];
