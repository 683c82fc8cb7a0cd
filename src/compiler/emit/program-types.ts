import { keybindings, models, type PiFile, settings } from "../../../schema/pi/index.js";
import { retiredMessage } from "../../../schema/pi/retired.js";
import type { JsonObject } from "../ir/types.js";
import { fromJson, printNix } from "../nix/print.js";
import { renderTemplate } from "../template.js";
import { type Artefact, header, type Provenance } from "./artefact.js";
import { typeFile } from "./options.js";

const files: readonly (readonly [string, PiFile])[] = [
  ["settings", settings],
  ["keybindings", keybindings],
  ["models", models],
];

/** The types of pi's own configuration files and the keys it has given up, which both modules import. */
export function piTypes(provenance: Provenance): readonly Artefact[] {
  const types = files.map(([name, { type, definitions }]) => ({
    path: `pi/${name}.nix`,
    content: typeFile(type, definitions, provenance),
  }));
  return [...types, { path: "pi/retired.nix", content: retiredFile(provenance) }];
}

function retiredFile(provenance: Provenance): string {
  const messages = files.map(([name, { retired }]) => {
    const keys = Object.entries(retired).map(
      ([key, entry]) => [key.split("."), retiredMessage(entry)] as const,
    );
    return [name, nested(keys)] as const;
  });
  return renderTemplate("nix/retired.nix", {
    header: header(provenance),
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
