/** The Nix expressions that generators build and {@link printNix} prints. Data, no behaviour. */
export type NixExpression =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: number | bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  /** A string printed in the indented `''` form when it spans lines, as prose reads best. */
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "list"; readonly items: readonly NixExpression[] }
  | AttrsExpression
  /** `function argument argument…`; `mkOption {…}`, `types.listOf types.str`. */
  | { readonly kind: "apply"; readonly callee: NixExpression; readonly args: readonly NixExpression[] }
  /** A dotted reference such as `lib.types.str`, each part quoted if it needs to be. */
  | { readonly kind: "select"; readonly path: readonly string[] }
  /**
   * Nix source from our own schema (never from input), printed as it stands: as an argument or in a list it brings
   * its own parentheses. Lines after the first are indented to where it is put.
   */
  | { readonly kind: "raw"; readonly source: string };

export interface AttrsExpression {
  readonly kind: "attrs";
  readonly entries: readonly NixBinding[];
  /** Sets entries that span lines apart by blank lines, as option declarations are. */
  readonly spaced?: boolean;
}

/** One `a.b.c = value;` of an attribute set. */
export interface NixBinding {
  readonly path: readonly string[];
  readonly value: NixExpression;
}
