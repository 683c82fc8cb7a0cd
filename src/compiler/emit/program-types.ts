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
  return [
    ...types,
    { path: `${program.name}/retired.nix`, content: retiredFile(program, made) },
    ...("keys.nix" in program.shared
      ? [{ path: `${program.name}/history.nix`, content: historyFile(program, made) }]
      : []),
  ];
}

/** What the types of all programs' files, and the modules that write these, have in common. */
export const valuesFile = (made: Made): Artefact => ({
  path: "nixsmith/values.nix",
  content: renderTemplate("shared/values.nix", { header: header(made) }),
});

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

/** When keys came and went, as far as that is after the first release that is known; and the retired ones, of which more is known. */
function historyFile({ files, title }: Program, made: Made): string {
  const histories = files.map(({ name, history, retired }): readonly [string, JsonObject] => {
    const { describedSince = "", since = {}, gone = {} } = history ?? {};
    const came = Object.entries(since).filter(([, version]) => version !== describedSince);
    return [
      name,
      tree([
        ...came.map(([path, version]) => [path, { since: version }] as const),
        ...Object.entries(gone).map(([path, { until }]) => [path, { until }] as const),
        ...Object.keys(retired).map((path) => [path, { retired: true }] as const),
      ]),
    ];
  });
  return renderTemplate("nix/history.nix", {
    header: header(made),
    title,
    history: printNix(fromJson(Object.fromEntries(histories))),
  });
}

/** What is said of keys by their path (`packages[].source`, `mcp.*.url`), as sets within sets: a step down is below `keys`. */
function tree(entries: readonly (readonly [path: string, said: JsonObject])[]): JsonObject {
  const root: Node = { keys: new Map() };
  for (const [path, said] of entries) {
    let node = root;
    for (const step of steps(path)) {
      const below: Node = node.keys.get(step) ?? { keys: new Map() };
      node.keys.set(step, below);
      node = below;
    }
    node.said = said;
  }
  return asJson(root);
}

interface Node {
  readonly keys: Map<string, Node>;
  said?: JsonObject;
}

const steps = (path: string): readonly string[] =>
  path.split(".").flatMap((part) => part.replaceAll("[]", ".[]").split("."));

const asJson = ({ keys, said = {} }: Node): JsonObject => ({
  ...said,
  ...(keys.size === 0
    ? {}
    : { keys: Object.fromEntries([...keys].map(([step, node]) => [step, asJson(node)])) }),
});

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
