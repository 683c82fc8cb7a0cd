import type { Node } from "ts-morph";
import { morph } from "../../src/compiler/importers/typescript/compiler.js";
import type { Json } from "../../src/compiler/ir/types.js";

/** An object literal with a key more than its type is refused by the compiler, and no object else. */
const EXCESS = new Set([2353, 2561]);

/** What the compiler says of a value. */
export interface Judgement {
  /** Undefined where it has one key more, and there is no word on the rest. */
  readonly fits?: boolean;
  /** The keys that lead to what is wrong. */
  readonly at: readonly string[];
}

/** What the compiler says of values for a type of a declaration file. */
export function compiled(text: string, type: string, values: readonly Json[]): readonly Judgement[] {
  const project = new morph.Project({
    compilerOptions: { strict: true, noEmit: true, skipLibCheck: true, types: [] },
    useInMemoryFileSystem: true,
  });
  project.createSourceFile("/types.d.ts", text);
  const lines = values.map((value, index) => `export const v${index}: ${type} = ${JSON.stringify(value)};`);
  const file = project.createSourceFile(
    "/values.ts",
    [`import type { ${type} } from "./types";`, ...lines].join("\n"),
  );
  const judgements = new Map<number, Judgement>();
  for (const diagnostic of file.getPreEmitDiagnostics()) {
    const index = (diagnostic.getLineNumber() ?? 0) - 2;
    const fits = EXCESS.has(diagnostic.getCode()) ? {} : { fits: false };
    const node = file.getDescendantAtPos(diagnostic.getStart() ?? 0);
    const at = keysTo(node);
    if (judgements.get(index)?.fits !== false) judgements.set(index, { ...fits, at });
  }
  return values.map((_, index) => judgements.get(index) ?? { fits: true, at: [] });
}

/** The keys and indices of a literal that lead to a node in it. */
function keysTo(node: Node | undefined): readonly string[] {
  const parent = node?.getParent();
  if (node === undefined || parent === undefined) return [];
  if (morph.Node.isPropertyAssignment(node))
    return [...keysTo(parent), String(JSON.parse(node.getNameNode().getText()))];
  if (morph.Node.isArrayLiteralExpression(parent))
    return [...keysTo(parent), String((parent.getElements() as readonly Node[]).indexOf(node))];
  return keysTo(parent);
}
