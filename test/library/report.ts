import { join } from "node:path";
import { Node, Project, type SourceFile, SyntaxKind, TypeFormatFlags, ts } from "ts-morph";
import { packageRoot } from "../../src/root.js";

/** What the package exports, by entry, as signatures without prose; and what these name without its being exported. */
export interface Surface {
  readonly report: string;
  readonly hidden: readonly string[];
}

export function surfaceOf(entries: Readonly<Record<string, string>>): Surface {
  const project = new Project({
    tsConfigFilePath: join(packageRoot, "tsconfig.build.json"),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { skipLibCheck: true },
  });
  const files = Object.entries(entries).map(
    ([name, path]) => [name, project.addSourceFileAtPath(join(packageRoot, path))] as const,
  );
  project.resolveSourceFileDependencies();
  const exported = new Set(files.flatMap(([, file]) => [...declarationsOf(file).values()]));
  const parts = files.map(([name, file]) => {
    const texts = [...declarationsOf(file)].sort(([one], [other]) => (one < other ? -1 : 1));
    const lines = texts.map(([as, declaration]) => signature(as, declaration));
    return `## ${name}\n\n\`\`\`ts\n${lines.join("\n")}\n\`\`\`\n`;
  });
  const hidden = [...exported]
    .flatMap((declaration) => namedBy(declaration))
    .filter((one) => !exported.has(one));
  return {
    report: parts.join("\n"),
    hidden: [...new Set(hidden.map((one) => nameOf(one)))].toSorted(),
  };
}

function declarationsOf(file: SourceFile): ReadonlyMap<string, Node> {
  return new Map(
    [...file.getExportedDeclarations()].flatMap(([name, [first]]) =>
      first === undefined ? [] : [[name, first] as const],
    ),
  );
}

/** A declaration on its own, without comments and bodies. */
function signature(as: string, declaration: Node): string {
  if (Node.isFunctionDeclaration(declaration)) return `function ${as}${callText(declaration)};`;
  if (Node.isVariableDeclaration(declaration)) return `const ${as}: ${typeText(declaration)};`;
  if (Node.isClassDeclaration(declaration)) return `class ${as} ${classText(declaration)}`;
  if (Node.isTypeAliasDeclaration(declaration) && declaration.getText().includes("typeof"))
    return `type ${as} = ${declaration.getType().getText(undefined, flags | TypeFormatFlags.InTypeAlias)};`;
  const name = nameOf(declaration);
  const text = bare(declaration).replace(/^export /, "");
  return as === name ? text : text.replace(new RegExp(`\\b${name}\\b`), as);
}

const nameOf = (declaration: Node): string =>
  declaration.getSymbol()?.getName() ?? declaration.getText().slice(0, 40);

const flags = TypeFormatFlags.NoTruncation | TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
const typeText = (node: Node): string => node.getType().getText(node, flags);

const callText = (node: Node): string =>
  node
    .getType()
    .getCallSignatures()
    .map((call) => call.getDeclaration().getType().getText(node, flags))
    .join(" & ")
    .replace(/^((?:<.*?>)?\(.*\)) => /s, "$1: ");

function classText(node: Node): string {
  if (!Node.isClassDeclaration(node)) return "";
  const base = node.getExtends()?.getText();
  const members = node
    .getType()
    .getProperties()
    .filter((member) => member.getDeclarations().every((one) => one.getFirstAncestor((at) => at === node)))
    .map((member) => `  ${member.getName()}: ${member.getTypeAtLocation(node).getText(node, flags)};`);
  const made = node.getConstructors().map(
    (one) =>
      `  constructor(${one
        .getParameters()
        .map((at) => at.getText())
        .join(", ")});`,
  );
  return `${base === undefined ? "" : `extends ${base} `}{\n${[...made, ...members].join("\n")}\n}`;
}

const printer = ts.createPrinter({ removeComments: true });
const bare = (node: Node): string =>
  printer.printNode(ts.EmitHint.Unspecified, node.compilerNode, node.getSourceFile().compilerNode);

/** Declarations of this project that a signature names. */
function namedBy(declaration: Node): readonly Node[] {
  const body = Node.isFunctionDeclaration(declaration) ? declaration.getBody() : undefined;
  return declaration
    .getDescendantsOfKind(SyntaxKind.TypeReference)
    .filter((reference) => body === undefined || !reference.getAncestors().includes(body))
    .flatMap(
      (reference) =>
        reference.getTypeName().getSymbol()?.getAliasedSymbol() ?? reference.getTypeName().getSymbol() ?? [],
    )
    .flatMap((symbol) => symbol.getDeclarations())
    .filter((one) => !one.getSourceFile().isInNodeModules() && !Node.isTypeParameterDeclaration(one))
    .filter((one) => one.getSourceFile().getFilePath().startsWith(join(packageRoot, "src")));
}
