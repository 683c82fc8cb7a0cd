import * as z from "zod";
import { annotate } from "../ir/annotate.js";
import { typeSchema } from "../ir/json.js";
import type { OptionType } from "../ir/types.js";
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
