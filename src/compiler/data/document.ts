import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar as YamlScalar,
} from "yaml";
import { HostFileError, type Position, type Problem } from "./problem.js";
import { type Entry, joinPath, type MapTree, type Tree } from "./tree.js";

/** Levels; deeper than any host. */
const deepest = 64;
const tooDeep = `the data is nested more than ${deepest} levels deep`;

/**
 * Reads one YAML document (1.2, core schema) that is plain data: no anchors, aliases, tags, merge keys or second key of
 * the same name, because each of them makes a file say something else than it seems to.
 * @throws {HostFileError}
 */
export function parseHost(text: string, file: string, wanted = "a host's options"): MapTree {
  const reader = new Reader(wanted);
  const tree = reader.read(text);
  if (reader.problems.length > 0 || tree === undefined) throw new HostFileError(file, reader.problems);
  return tree;
}

class Reader {
  readonly problems: Problem[] = [];
  readonly #wanted: string;
  readonly #lines = new LineCounter();

  /** @param wanted what the file should hold, in words */
  constructor(wanted: string) {
    this.#wanted = wanted;
  }

  read(text: string): MapTree | undefined {
    const documents = parseAllDocuments(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      uniqueKeys: false, // Looked for below, where the path is known.
      intAsBigInt: true, // An integer past 2^53 must not be rounded in silence.
    });
    const [first, second] = "empty" in documents ? [] : documents;
    const [error] = first?.errors ?? [];
    if (error?.code === "RESOURCE_EXHAUSTION") return this.#refuse(0, "", tooDeep);
    if (error !== undefined) {
      const mend = error.code === "TAB_AS_INDENT" ? "; indent with spaces" : "";
      return this.#refuse(error.pos[0], "", `this is not YAML: ${error.message}${mend}`);
    }
    if (second !== undefined) {
      return this.#refuse(second.range[0], "", "a second document begins here; a host file is one document");
    }
    const contents = first?.contents ?? undefined;
    if (contents === undefined || (isScalar(contents) && contents.source === "")) {
      return this.#refuse(0, "", `the file is empty; expected ${this.#wanted}`);
    }
    const tree = this.#node(contents, "", 0);
    if (tree === undefined || tree.kind === "map") return tree;
    return this.#refuse(0, "", `expected ${this.#wanted}, and their values`);
  }

  #node(node: Node, path: string, depth: number): Tree | undefined {
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node))
      return this.#refuse(offset, path, `*${node.source} is an alias; write the value itself`);
    if ("anchor" in node && node.anchor)
      return this.#refuse(offset, path, `&${node.anchor} is an anchor; remove it`);
    if (node.tag !== undefined)
      return this.#refuse(offset, path, `${node.tag} is a tag; write the plain value`);
    if (depth > deepest)
      return this.#refuse(offset, path, `the data is nested more than ${deepest} levels deep`);
    const position = this.#position(offset);
    if (isMap(node)) return { kind: "map", position, entries: this.#entries(node.items, path, depth) };
    if (isSeq(node)) {
      const items = node.items.map((item, index) =>
        isNode(item) ? this.#node(item, joinPath(path, index), depth + 1) : undefined,
      );
      return { kind: "list", position, items: items.filter((item) => item !== undefined) };
    }
    return isScalar(node) ? this.#scalar(node, offset, path) : undefined;
  }

  #entries(pairs: readonly Pair[], path: string, depth: number): readonly Entry[] {
    const seen = new Map<string, Position>();
    return pairs.flatMap(({ key, value }): readonly Entry[] => {
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      const name = this.#name(key, offset, path);
      if (name === undefined) return [];
      const position = this.#position(offset);
      const earlier = seen.get(name);
      if (earlier !== undefined) {
        this.#refuse(
          offset,
          joinPath(path, name),
          `the name stands twice; the first is at line ${earlier.line}`,
        );
      }
      seen.set(name, position);
      const tree = isNode(value) ? this.#node(value, joinPath(path, name), depth + 1) : undefined;
      return tree === undefined ? [] : [{ name, position, value: tree }];
    });
  }

  /** Names are what stands in the file: `1` and `true` name something as `"1"` and `"true"` do. */
  #name(key: unknown, offset: number, path: string): string | undefined {
    if (!isScalar(key)) return this.#refuse(offset, path, "a name must be plain text, not a list or a set");
    if (key.tag !== undefined || key.anchor !== undefined) {
      return this.#refuse(offset, path, "a name must be plain text, without tag or anchor");
    }
    const name = typeof key.value === "string" ? key.value : key.source;
    if (name === "<<") return this.#refuse(offset, path, "<< is a merge key; write the entries out");
    return name || key.value === "" ? name : this.#refuse(offset, path, "a name is missing here");
  }

  #scalar({ value, source }: YamlScalar, offset: number, path: string): Tree | undefined {
    const position = this.#position(offset);
    switch (typeof value) {
      case "bigint":
        if (BigInt.asIntN(64, value) === value && Number.isSafeInteger(Number(value))) {
          return { kind: "scalar", position, value: Number(value) };
        }
        return this.#refuse(
          offset,
          path,
          `${source} is too large an integer; put it in quotes if it is meant as text`,
        );
      case "number":
        if (Number.isFinite(value)) return { kind: "scalar", position, value };
        return this.#refuse(
          offset,
          path,
          `${source} is no number that Nix has; put it in quotes if it is meant as text`,
        );
      case "string":
        if (!value.includes("\0")) return { kind: "scalar", position, value };
        return this.#refuse(offset, path, "the text holds a NUL character, which Nix cannot hold");
      case "boolean":
        return { kind: "scalar", position, value };
      default:
        return { kind: "scalar", position, value: null };
    }
  }

  #position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #refuse(offset: number, path: string, message: string): undefined {
    this.problems.push({ position: this.#position(offset), path, message });
  }
}
