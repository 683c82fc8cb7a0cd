// The last step of the build: what every command would work out anew is worked out once, and dist/ holds the result.
// To generate then loads neither zod nor Handlebars' compiler.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import Handlebars from "handlebars";

const at = (path) => new URL(`../${path}`, import.meta.url);

// Declarations in zod yield plain data, as all of the IR is, which survives JSON. Programs are those of the sources: dist/ may
// hold what an older layout left there.
const programs = readdirSync(at("schema"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `schema/${name}/index.js`);
const declarations = ["src/isolation/options/agent.js", "src/toolkit/declaration/shape.js", ...programs].map(
  (path) => at(`dist/${path}`),
);
const modules = await Promise.all(declarations.map((url) => import(url)));
for (const [index, module] of modules.entries()) writeFileSync(declarations[index], frozen(module));

// The schema of declarations, for editors.
const { declarationSchema } = await import(at("dist/src/toolkit/declaration/schema.js"));
const comment = "What nixsmith.config.json and nixsmith.config.yaml may hold.";
writeFileSync(at("dist/declaration.schema.json"), `${JSON.stringify(declarationSchema(comment), null, 2)}\n`);

function frozen(module) {
  const lines = Object.entries(module).map(([name, value]) => {
    const json = JSON.stringify(value);
    if (!isDeepStrictEqual(JSON.parse(json), value)) throw new Error(`${name} does not survive JSON`);
    return `export const ${name} = JSON.parse(${JSON.stringify(json)});\n`;
  });
  return lines.join("");
}

// src/compiler/compile.ts, with every template compiled.
const templates = readdirSync(at("templates"), { recursive: true })
  .filter((path) => path.endsWith(".hbs"))
  .map((path) => {
    const source = readFileSync(at(`templates/${path}`), "utf8");
    const code = Handlebars.precompile(source, { noEscape: true, strict: true });
    return `${JSON.stringify(path.replace(/\.hbs$/, ""))}: ${code},\n`;
  });
writeFileSync(
  at("dist/src/compiler/compile.js"),
  `import Handlebars from "handlebars/runtime.js";
const templates = {\n${templates.join("")}};
export const compiled = (name) => Handlebars.template(templates[name]);
`,
);
