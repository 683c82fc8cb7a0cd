import type { NumericType, OptionType, Scalar } from "../ir/types.js";

/** How a phrase may be put into another without parentheses; nixpkgs' `descriptionClass`, none for a submodule. */
type PhraseClass = "noun" | "composite" | "conjunction" | "nonRestrictiveClause" | "none";

interface Phrase {
  readonly text: string;
  readonly class: PhraseClass;
}

/** What the description of a submodule ends in that takes the path of a file, see `fromFile`. */
export const orFile = " or path of a JSON or TOML file";

type Definitions = Readonly<Record<string, OptionType>>;

/**
 * A type in the words that the emitted Nix has for it in option documentation: `null or one of "a", "b"`. The phrases
 * are those of nixpkgs' `lib/types.nix`; constraints that `addCheck` adds have none there. Recursion has ended, see
 * `endRecursion`.
 */
export function typeText(type: OptionType, definitions: Definitions): string {
  return phrase(type, definitions).text;
}

function phrase(type: OptionType, definitions: Definitions): Phrase {
  const inside = (of: OptionType, ...bare: PhraseClass[]): string => embedded(phrase(of, definitions), bare);
  switch (type.kind) {
    case "bool":
      return noun("boolean");
    case "str":
      return noun(type.pattern === undefined ? "string" : `string matching the pattern ${type.pattern}`);
    case "lines":
      return noun('strings concatenated with "\\n"');
    case "path":
      return noun("absolute path");
    case "package":
      return noun("package");
    case "raw":
      return noun("raw value");
    case "json":
      return conjunction("JSON value");
    case "int":
    case "number":
      return numeric(type);
    case "enum":
      return enumeration(type.values);
    case "nullOr":
      return conjunction(`null or ${inside(type.of, "noun", "conjunction")}`);
    case "listOf":
      return { text: `list of ${inside(type.of, "noun", "composite")}`, class: "composite" };
    case "attrsOf":
      return { text: `attribute set of ${inside(type.of, "noun", "composite")}`, class: "composite" };
    case "ordered":
      return {
        text: `ordered list of one-name sets (${phrase(type.of, definitions).text})`,
        class: "composite",
      };
    case "union":
      return type.of.map((member) => phrase(member, definitions)).reduce(either);
    case "submodule": {
      const { freeform, fromFile } = type;
      const words = (text: string): Phrase => ({ text: fromFile ? `${text}${orFile}` : text, class: "none" });
      if (freeform === undefined) return words("submodule");
      // As it is printed: undeclared keys together are a set, which any JSON value covers by itself.
      const keys: OptionType = freeform.kind === "json" ? freeform : { kind: "attrsOf", of: freeform };
      return words(`open submodule of ${inside(keys, "noun", "composite")}`);
    }
    case "ref": {
      const target = definitions[type.name];
      return target === undefined || type.named === true ? noun(type.name) : phrase(target, definitions);
    }
  }
}

const noun = (text: string): Phrase => ({ text, class: "noun" });
const conjunction = (text: string): Phrase => ({ text, class: "conjunction" });

function embedded({ text, class: own }: Phrase, bare: readonly PhraseClass[]): string {
  return bare.includes(own) ? text : `(${text})`;
}

function either(left: Phrase, right: Phrase): Phrase {
  if (left.class === "nonRestrictiveClause")
    return conjunction(`${left.text}, or ${embedded(right, ["noun", "conjunction"])}`);
  const first = embedded(left, ["noun", "conjunction"]);
  return conjunction(`${first} or ${embedded(right, ["noun", "conjunction", "composite"])}`);
}

function numeric({ kind, min, max, exclusiveMin, exclusiveMax }: NumericType): Phrase {
  const name = kind === "int" ? "integer" : "integer or floating point number";
  const plain =
    kind === "int" ? noun("signed integer") : conjunction("signed integer or floating point number");
  if (exclusiveMin !== undefined || exclusiveMax !== undefined) return plain;
  if (min !== undefined && max !== undefined)
    return { ...plain, text: `${name} between ${min} and ${max} (both inclusive)` };
  if (max !== undefined) return plain;
  if (min === 0)
    return {
      text: `${kind === "int" ? "unsigned" : "nonnegative"} ${name}, meaning >=0`,
      class: "nonRestrictiveClause",
    };
  if (min === 1 && kind === "int")
    return { text: "positive integer, meaning >0", class: "nonRestrictiveClause" };
  return plain;
}

function enumeration(values: readonly Scalar[]): Phrase {
  const [only, another] = values;
  if (only === undefined) return noun("impossible (empty enum)");
  if (another === undefined) return noun(`value ${showScalar(only)} (singular enum)`);
  return conjunction(`one of ${values.map(showScalar).join(", ")}`);
}

function showScalar(value: Scalar): string {
  if (value === null) return "<null>";
  if (typeof value === "string") return `"${value}"`;
  return typeof value === "number" && !Number.isInteger(value) ? "<float>" : String(value);
}
