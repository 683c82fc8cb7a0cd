import { neededBy } from "../ir/references.js";
import type { OptionType, SubmoduleType } from "../ir/types.js";
import type { Imported } from "./import.js";
import { ImportError, type Loss } from "./loss.js";

/** An import whose root is the keys of a file. */
export interface KeyedImport extends Imported {
  readonly type: SubmoduleType;
}

type Definitions = Imported["definitions"];

/**
 * An import as the keys of a configuration file. A schema may say them by a definition's name, as what any name takes, or
 * beside a list or a scalar that the program takes in their place, and which no module can hold together with options.
 *
 * @param where the source, for the error
 * @throws ImportError where none of it is a set of keys
 */
export function keyedImport(imported: Imported, where: string): KeyedImport {
  const found = keysIn(imported.type, imported.definitions);
  if (found === undefined)
    throw new ImportError(where, "it describes no keys of a file", {
      expected:
        "a schema or a type of one object; of a file, FILE#/definitions/NAME and FILE#Type name a part",
    });
  return found.type === imported.type ? { ...imported, type: found.type } : inPlace(imported, found);
}

/** The keys, the definition whose they are, and what is lost around them. */
interface Keys {
  readonly type: SubmoduleType;
  readonly name?: string;
  readonly losses: readonly Loss[];
}

function keysIn(type: OptionType, definitions: Definitions): Keys | undefined {
  switch (type.kind) {
    case "submodule":
      return { type, losses: [] };
    case "attrsOf":
      return {
        type: { kind: "submodule", options: [], freeform: type.of },
        losses:
          type.namePattern === undefined ? [] : [atRoot("widened", "names of a file's keys are not checked")],
      };
    case "nullOr":
      return beside(keysIn(type.of, definitions));
    case "union":
      return beside(type.of.map((member) => keysIn(member, definitions)).find((keys) => keys !== undefined));
    case "ref": {
      // What was entered is gone, so that names which lead to each other lead to nothing.
      const { [type.name]: target, ...others } = definitions;
      const keys = target === undefined ? undefined : keysIn(target, others);
      return keys === undefined ? undefined : { name: type.name, ...keys };
    }
    default:
      return undefined;
  }
}

const beside = (keys: Keys | undefined): Keys | undefined =>
  keys && {
    ...keys,
    losses: [...keys.losses, atRoot("dropped", "what is no set of keys cannot be written")],
  };

const atRoot = (status: Loss["status"], reason: string): Loss => ({ path: "", status, reason });

/** The import with those keys as its root, and the definitions that these need. */
function inPlace(imported: Imported, { type, name, losses }: Keys): KeyedImport {
  const definitions = neededBy(type, imported.definitions);
  const isNamed = name !== undefined && Object.hasOwn(definitions, name);
  const kept = imported.losses.map((loss) =>
    name === undefined || isNamed ? loss : { ...loss, path: withoutName(loss.path, name) },
  );
  return { type, definitions, losses: [...kept, ...losses] };
}

/** `#Config.rules` is `rules` where `Config` is the root. */
const withoutName = (path: string, name: string): string =>
  path === `#${name}` || path.startsWith(`#${name}.`) ? path.slice(name.length + 2) : path;
