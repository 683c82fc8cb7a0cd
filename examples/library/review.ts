import { check, type Comparison, defineConfig, docs, generate, NixsmithError, write } from "nixsmith";
import { importJsonSchema, reportOf } from "nixsmith/importers";
import { typeFile } from "nixsmith/nix";

const directory = import.meta.dirname;
const modules = `${directory}/modules`;

// What nixsmith.config.ts would hold; `loadConfig` reads one.
const config = defineConfig({ programs: ["pi"] });

// Every file of the tree, in memory. The same bytes everywhere: no clock, no network.
const files = await generate(config, { directory });
const comparisons = await check(files, modules);
const stale = comparisons.filter(({ status }: Comparison) => status !== "fresh");
console.log(`${files.length} files, ${stale.length} of them not what they should be`);
await write(comparisons, modules);

// The documentation is a value too.
const [page] = await docs(config, { directory, formats: ["options-json"] });
const options: Record<string, { description: string }> = JSON.parse(page?.content ?? "{}");
console.log(options["coding.agents.pi.enable"]?.description);

// A schema of your own as a Nix type, and what could not be carried over.
const schema = {
  type: "object",
  properties: { theme: { enum: ["dark", "light"] }, retries: { type: "integer", minimum: 0 } },
};
const imported = importJsonSchema(JSON.stringify(schema));
console.log(typeFile(imported.type, imported.definitions, { title: "Example", source: "schema", version: "1.0.0" }));
console.log(`${reportOf(imported).exact} of ${reportOf(imported).keys} keys are exact`);

// A mistake has a file, a path, what was expected and how to mend it.
try {
  await generate({ programs: ["pii"] }, { directory });
} catch (error) {
  if (!(error instanceof NixsmithError)) throw error;
  console.log(error.render());
}
