import { originText } from "../importers/origin.js";
import type { JsonObject } from "../ir/types.js";
import { fromJson, printNix } from "../nix/print.js";
import { type Program, typePaths } from "../program/types.js";
import { renderTemplate } from "../template.js";
import { type Artefact, header, type Made } from "./artefact.js";
import { typeFile } from "./options.js";

/** The types of a program's configuration files and the keys it has given up, which its modules import. */
export function programTypes(program: Program, made: Made): readonly Artefact[] {
  const paths = typePaths(program);
  const types = program.files.map(({ name, type, definitions, source }) => ({
    path: paths[name] ?? "",
    content: typeFile(type, definitions, { ...made, title: program.title, source: originText(source) }),
  }));
  return [...types, { path: `${program.name}/retired.nix`, content: retiredFile(program, made) }];
}

function retiredFile({ files, title }: Program, made: Made): string {
  const messages = files.map(({ name, retired }) => {
    const keys = Object.entries(retired).map(([key, { message }]) => [key.split("."), message] as const);
    return [name, nested(keys)] as const;
  });
  return renderTemplate("nix/retired.nix", {
    header: header(made),
    title,
    retired: printNix(fromJson(Object.fromEntries(messages)), { indent: 2 }),
  });
}

/** Messages by a path such as `retry.maxDelayMs`, as sets within sets. @throws Error where a key is below another */
function nested(entries: readonly (readonly [path: readonly string[], message: string])[]): JsonObject {
  const heads = [...new Set(entries.map(([[head = ""]]) => head))];
  return Object.fromEntries(
    heads.map((head) => {
      const own = entries.filter(([[first]]) => first === head);
      const whole = own.find(([path]) => path.length === 1);
      if (whole === undefined) return [head, nested(own.map(([[, ...rest], text]) => [rest, text]))];
      if (own.length > 1) throw new Error(`${head} is retired as a whole and in parts`);
      return [head, whole[1]];
    }),
  );
}
