import * as z from "zod";
import { typeSchema } from "../ir/json.js";
import type { Option, OptionType } from "../ir/types.js";
import { layOutJson } from "../output/json.js";
import type { FileSource, Origin, Source } from "./origin.js";

/** A schema as it is kept: types, bounds, defaults, but no one's prose. */
export interface Facts<From extends Origin = Origin> {
  readonly source: From;
  readonly type: OptionType;
  readonly definitions: Readonly<Record<string, OptionType>>;
}

/** The facts as a file's text, without descriptions; one option a line where it fits. */
export function encodeFacts({ source, type, definitions }: Facts): string {
  const bare = (of: OptionType) => annotate(of, "", () => ({ description: "" }));
  const named = Object.entries(definitions).map(([name, of]) => [name, bare(of)]);
  const text = JSON.stringify(
    { source, type: bare(type), definitions: Object.fromEntries(named) },
    withoutProse,
  );
  return layOutJson(JSON.parse(text));
}

const withoutProse = (key: string, value: unknown): unknown =>
  key === "description" && value === "" ? undefined : value;

const part = z.string().exactOptional();
const packaged: z.ZodType<Source> = z.strictObject({
  package: z.string(),
  version: z.string(),
  integrity: z.string(),
  path: z.string().exactOptional(),
  part,
});
const loose: z.ZodType<FileSource> = z.strictObject({ file: z.string(), integrity: z.string(), part });

/** An {@link Origin} out of JSON. */
export const originSchema: z.ZodType<Origin> = z.union([packaged, loose]);

const factsOf = <From extends Origin>(source: z.ZodType<From>): z.ZodType<Facts<From>> =>
  z.strictObject({ source, type: typeSchema, definitions: z.record(z.string(), typeSchema) });

/** Facts out of parsed JSON. @throws ZodError naming the path of what is not as {@link encodeFacts} writes it */
export const decodeFacts = (json: unknown): Facts => factsOf(originSchema).parse(json);

/** The same of facts that a package has. @throws ZodError */
export const decodePackageFacts = (json: unknown): Facts<Source> => factsOf(packaged).parse(json);

/** What stands beside an option's type for people to read. */
export type Prose = Pick<Option, "description" | "deprecated">;

/** Gives every option its prose, by its path in the tree (`packages[].source`, `#Name.key`). */
export function annotate(type: OptionType, path: string, prose: (path: string) => Prose): OptionType {
  const inner = (of: OptionType, below: string) => annotate(of, below, prose);
  switch (type.kind) {
    case "nullOr":
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
