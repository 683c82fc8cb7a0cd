import { endRecursion } from "../ir/recursion.js";
import { shareEqual } from "../ir/share.js";
import type { Module, OptionType } from "../ir/types.js";
import type { NixExpression } from "../nix/expression.js";
import { printOptions, printType, type References } from "../nix/options.js";
import { printNix } from "../nix/print.js";
import { renderTemplate } from "../template.js";
import { header, type Made, type Provenance, typesHeader } from "./artefact.js";
import { localNames, prelude } from "./names.js";

/** Where a module's options file finds the types it refers to: reference name to Nix path literal. */
export type TypeFiles = Readonly<Record<string, string>>;

/** `options.nix` of a module: its options and nothing else. */
export function optionsFile(module: Module, typeFiles: TypeFiles, made: Made): string {
  const options = printOptions(module.options, {
    expression: localName,
    definitions: {},
    ...(module.upstream === undefined ? {} : { upstream: module.upstream }),
  });
  const used = new Set(Object.keys(typeFiles).length > 0 ? ["pkgs"] : []);
  const printed = printNix(options, { indent: 2, heads: used });
  const { arguments: args, bindings } = prelude(used);
  const imports = Object.entries(typeFiles).map(
    ([name, path]) => `${name} = import ${path} {inherit lib pkgs;};`,
  );
  return renderTemplate("nix/options.nix", {
    header: header(made),
    arguments: args,
    bindings: [...bindings, ...imports],
    path: printNix({ kind: "select", path: module.path }),
    options: printed,
  });
}

/**
 * A file that is one type, with the types it refers to bound in its `let`. Where the order of a set's names counts, the
 * type has an attribute more than others, `toOrderedJson`, which stands for `builtins.toJSON` then. Outside of a tree,
 * whose files share that, it has `withoutNulls` too, the function from its values to what is to be written.
 */
export function typeFile(
  type: OptionType,
  definitions: Readonly<Record<string, OptionType>>,
  provenance: Provenance,
): string {
  const shared = shareEqual({ type, definitions: endRecursion([type], definitions) });
  const names = localNames(Object.keys(shared.definitions));
  const references: References = {
    expression: (name) => localName(names.get(name) ?? name),
    definitions: shared.definitions,
    ...(provenance.title === undefined ? {} : { upstream: provenance.title }),
  };
  const isInTree = type.kind === "submodule" && type.fromFile === true;
  const used = new Set(isInTree ? [] : ["withoutNulls"]);
  const print = (of: OptionType) => printNix(printType(of, references), { indent: 2, heads: used });
  const printed = print(shared.type);
  const named = Object.entries(references.definitions).map(
    ([name, of]) => `${printNix(references.expression(name))} = ${print(of)};`,
  );
  if (used.has("orderedAttrs")) used.add("toOrderedJson");
  const { arguments: args, bindings } = prelude(used);
  return renderTemplate("nix/type.nix", {
    header: typesHeader(provenance),
    arguments: args,
    bindings: [...bindings, ...named],
    type: printed,
    attributes: ["toOrderedJson", "withoutNulls"].filter((name) => used.has(name)).join(" "),
  });
}

const localName = (name: string): NixExpression => ({ kind: "select", path: [name] });
