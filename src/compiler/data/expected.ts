import type { NumericType, OptionType, StringType } from "../ir/types.js";

/** What a type takes, in words for "expected …". */
export function expected(type: OptionType, definitions: Readonly<Record<string, OptionType>>): string {
  const inner = (of: OptionType): string => expected(of, definitions);
  switch (type.kind) {
    case "bool":
      return "true or false";
    case "str":
      return expectedText(type);
    case "lines":
      return "text";
    case "path":
      return "an absolute path";
    case "package":
      return "a store path (a package by name can only be given in Nix)";
    case "int":
    case "number":
      return expectedNumber(type);
    case "enum":
      return type.values.length === 1 ? show(type.values[0]) : `one of ${type.values.map(show).join(", ")}`;
    case "nullOr":
      return `${inner(type.of)}, or null`;
    case "listOf":
      return type.minItems === undefined && type.maxItems === undefined
        ? "a list"
        : `a list of ${range(type.minItems, type.maxItems)} items`;
    case "attrsOf":
      return "a set of names and values";
    case "ordered":
      return "a list of sets with one name each";
    case "submodule":
      return "a set of options";
    case "union":
      return [...new Set(type.of.map(inner))].join(", or ");
    case "json":
    case "raw":
      return "any data";
    case "ref": {
      const definition = definitions[type.name];
      return definition === undefined ? type.name : inner(definition);
    }
  }
}

const show = (value: unknown): string => JSON.stringify(value);

function expectedText({ pattern, minLength, maxLength }: StringType): string {
  if (pattern !== undefined) return `text that matches ${pattern}`;
  if (minLength === 1 && maxLength === undefined) return "text that is not empty";
  const length = minLength !== undefined || maxLength !== undefined;
  return length ? `text of ${range(minLength, maxLength)} characters` : "text";
}

function expectedNumber({ kind, min, max, exclusiveMin, exclusiveMax }: NumericType): string {
  const bounds = [
    ...(min === undefined && max === undefined ? [] : [range(min, max)]),
    ...(exclusiveMin === undefined ? [] : [`above ${exclusiveMin}`]),
    ...(exclusiveMax === undefined ? [] : [`below ${exclusiveMax}`]),
  ];
  const what = kind === "int" ? "a whole number" : "a number";
  return bounds.length === 0 ? what : `${what}, ${bounds.join(" and ")}`;
}

function range(min: number | undefined, max: number | undefined): string {
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}
