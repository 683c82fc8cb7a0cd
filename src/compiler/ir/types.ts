/**
 * The intermediate representation: what every front end (zod, JSON Schema, TypeScript) yields and every
 * back end (Nix, reference, diff, host validation) reads. Plain readonly data that survives JSON.
 */

/** A JSON value (RFC 8259). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
/** A value an enum can hold: a JSON value that is neither array nor object. */
export type Scalar = null | boolean | number | string;

/** The type of an option, named after the NixOS module system's types where those have a name. */
export type OptionType =
  | { readonly kind: "bool" }
  | StringType
  /** Strings whose definitions merge by newline. */
  | { readonly kind: "lines" }
  /** An absolute path, or a Nix path. */
  | { readonly kind: "path" }
  | { readonly kind: "package" }
  | NumericType
  | { readonly kind: "enum"; readonly values: readonly Scalar[] }
  | NullOrType
  | ListType
  | AttrsType
  | OrderedType
  /** The first member that accepts the value wins. */
  | { readonly kind: "union"; readonly of: readonly OptionType[] }
  | SubmoduleType
  /** Any JSON value, freely nested. */
  | { readonly kind: "json" }
  /** Anything, kept unevaluated; for values that only Nix has, such as a flake. */
  | { readonly kind: "raw" }
  | RefType;

export interface StringType {
  readonly kind: "str";
  /** Bounds in Unicode code points, as JSON Schema counts them. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A POSIX extended regular expression matched against the whole string, as `builtins.match` does. */
  readonly pattern?: string;
}

export interface NumericType {
  /** `int` refuses fractions; `number` takes both, and takes `1` where a float is meant. */
  readonly kind: "int" | "number";
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: number;
  readonly exclusiveMax?: number;
}

export interface NullOrType {
  readonly kind: "nullOr";
  readonly of: OptionType;
  /** Null is a value of its own and is written; a key that nobody sets is told apart from it. */
  readonly explicit?: true;
}

export interface ListType {
  readonly kind: "listOf";
  readonly of: OptionType;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** No two items are equal. */
  readonly unique?: true;
}

export interface AttrsType {
  readonly kind: "attrsOf";
  readonly of: OptionType;
  /** A POSIX extended regular expression that every attribute name must match as a whole. */
  readonly namePattern?: string;
}

/**
 * A set whose names are in an order that counts. Nix sorts names, so that it is a list of sets with one name each until it
 * is written.
 */
export interface OrderedType {
  readonly kind: "ordered";
  /** What the sets are together: `attrsOf`, a submodule, or a reference to one. */
  readonly of: OptionType;
}

export interface SubmoduleType {
  readonly kind: "submodule";
  readonly options: readonly Option[];
  /** What undeclared keys may hold. Absent: undeclared keys are refused. */
  readonly freeform?: OptionType;
  /** The path of a JSON or TOML file may stand for what the file holds. Of files of data alone it says nothing. */
  readonly fromFile?: true;
}

/** A type bound by name in the same document's `definitions`; this is how cycles are written. */
export interface RefType {
  readonly kind: "ref";
  readonly name: string;
  /** Documentation of the type says no more than its name here; see `endRecursion`, which says where. */
  readonly named?: true;
}

/** A value to print: data, or a Nix expression that only Nix can evaluate (with the text readers see). */
export type Value =
  | { readonly kind: "data"; readonly value: Json }
  | { readonly kind: "nix"; readonly text: string };

/** How an option is declared in the module; most are a plain `mkOption`. */
export type Declaration =
  | { readonly kind: "option" }
  /** A plain nested set of options: the type is a submodule without freeform, and nothing else is said; see `isPrinted`. */
  | { readonly kind: "group" }
  /** `lib.mkEnableOption what` */
  | { readonly kind: "enable"; readonly what: string }
  /** `lib.mkPackageOption pkgs attribute` */
  | { readonly kind: "package"; readonly attribute: string; readonly nullable: boolean };

/**
 * In which direction the values of an option keep a host safe. A default, a type or a check that gives way in the other
 * direction is a loss of protection, and `nixsmith diff` says so.
 */
export type Protects =
  /** No value of it lets anybody do more than another. */
  | "nothing"
  /** Any other value may let somebody do more: a name, a path, a package. */
  | "same"
  | "false"
  | "true"
  /** The smaller number, size or time span; null sets no limit. */
  | "smaller"
  /** Fewer entries. */
  | "subset"
  /** More entries. */
  | "superset"
  /** More bits of an octal mask. */
  | "mask"
  /** These values, the safest first; any other is less safe than all of them. */
  | readonly Scalar[];

export interface Option {
  readonly name: string;
  readonly type: OptionType;
  readonly description: string;
  readonly declaration?: Declaration;
  /** Absent: the option must be set; only a list or a set may be left out for empty, as the module system has it. */
  readonly default?: Value;
  /** What the documentation shows where `default` cannot be shown as it is (a Nix expression). */
  readonly defaultText?: string;
  readonly example?: Value;
  readonly readOnly?: true;
  readonly deprecated?: string;
  /** Absent where nobody has said it, as of options out of a program's own schema. */
  readonly protects?: Protects;
  /** A value upstream uses when the key is absent. Documented, never written into a user's file. */
  readonly upstreamDefault?: Json;
}

/** A tree of options with the types that `ref` names. */
export interface OptionSet {
  readonly options: readonly Option[];
  readonly definitions: Readonly<Record<string, OptionType>>;
  /** What people call the program whose own defaults (`upstreamDefault`) the options tell of. */
  readonly upstream?: string;
}

/** A module: an option set mounted at a path, such as `programs.app`. */
export interface Module extends OptionSet {
  /** Which module system evaluates it. */
  readonly target: "nixos" | "home-manager";
  readonly path: readonly string[];
  readonly summary: string;
}
