import type { Option, OptionType } from "./types.js";

/** What stands beside an option's type for people to read. */
export type Prose = Pick<Option, "description" | "deprecated">;

/** Gives every option its prose, by its path in the tree (`packages[].source`, `#Name.key`). */
export function annotate(type: OptionType, path: string, prose: (path: string) => Prose): OptionType {
  const inner = (of: OptionType, below: string) => annotate(of, below, prose);
  switch (type.kind) {
    case "nullOr":
    case "ordered":
      return { ...type, of: inner(type.of, path) };
    case "listOf":
      return { ...type, of: inner(type.of, `${path}[]`) };
    case "attrsOf":
      return { ...type, of: inner(type.of, join(path, "*")) };
    case "union":
      return { ...type, of: type.of.map((member) => inner(member, path)) };
    case "submodule":
      return {
        ...type,
        options: type.options.map((option) => {
          const here = join(path, option.name);
          return { ...option, type: inner(option.type, here), ...prose(here) };
        }),
        ...(type.freeform === undefined ? {} : { freeform: inner(type.freeform, join(path, "*")) }),
      };
    default:
      return type;
  }
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);
