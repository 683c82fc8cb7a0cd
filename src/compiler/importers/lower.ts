import type { Option, OptionType, Scalar } from "../ir/types.js";
import { propertyOf, unconstrained } from "./intersect.js";
import { MAX_TYPES, NULL_IS_ABSENT, type Place, tooManyTypes } from "./loss.js";
import {
  isAny,
  keyOf,
  type ListPart,
  type ObjectPart,
  type Part,
  type Property,
  type Shape,
  unite,
} from "./shape.js";

/** How often references may be unfolded to join two types with each other. */
export const MAX_UNFOLDED = 3;

type Containers = readonly ("list" | "object")[];

/** Turns shapes into option types: one member for each JSON kind, absent keys as null. */
export class Lowering {
  #types = 0;
  /** Those that each definition may be, by its name. */
  readonly #kinds = new Map<string, Containers>();

  constructor(
    readonly resolve: (name: string) => Shape,
    readonly maxUnfolded: number,
  ) {}

  /** @throws ImportError past {@link MAX_TYPES} */
  type(shape: Shape, place: Place, unfolded = 0): OptionType {
    this.#types += 1;
    if (this.#types > MAX_TYPES) throw tooManyTypes(place);
    if (isAny(shape)) return { kind: "json" };
    const parts = this.#joined(shape, place, unfolded);
    const nullable = parts.parts.some((part) => part.kind === "null");
    const values: readonly Scalar[] = parts.parts.flatMap((part) =>
      part.kind === "literal" ? [part.value] : [],
    );
    const members: readonly OptionType[] = [
      ...(values.length > 0 || parts.parts.length === (nullable ? 1 : 0)
        ? [{ kind: "enum", values: nullable && values.length === 0 ? [null] : values } as const]
        : []),
      ...parts.parts.flatMap((part) => this.#member(part, place, parts.unfolded)),
    ];
    const [only, ...others] = members;
    const type: OptionType =
      only !== undefined && others.length === 0 ? only : { kind: "union", of: members };
    const justNull = type.kind === "enum" && type.values.includes(null);
    return nullable && !justNull ? { kind: "nullOr", of: type, explicit: true } : type;
  }

  #member(part: Part, place: Place, unfolded: number): readonly OptionType[] {
    switch (part.kind) {
      case "null":
      case "literal":
        return [];
      case "any":
        return [{ kind: "json" }];
      case "bool":
      case "str":
      case "int":
      case "number":
      case "ref":
        return [part];
      case "list": {
        const { of, kind: _, ...limits } = part;
        return [{ kind: "listOf", of: this.type(of, place.item(), unfolded), ...limits }];
      }
      case "object":
        return [this.#object(part, place, unfolded)];
    }
  }

  #object(part: ObjectPart, place: Place, unfolded: number): OptionType {
    const { properties, rest, restNames } = part;
    const others = rest.length === 0 ? undefined : this.type(rest, place.option("*"), unfolded);
    const namePattern = restNames === undefined ? {} : { namePattern: restNames };
    if (properties.size === 0 && others !== undefined) return { kind: "attrsOf", of: others, ...namePattern };
    if (restNames !== undefined) place.widened(`other keys are not held to the names ${restNames}`);
    const options = [...properties].flatMap(([name, property]) =>
      this.#option(name, property, place, unfolded),
    );
    return { kind: "submodule", options, ...(others === undefined ? {} : { freeform: others }) };
  }

  #option(name: string, property: Property, parent: Place, unfolded: number): readonly Option[] {
    const place = parent.option(name);
    const unfit = unfitName(name);
    if (unfit !== undefined) {
      place.dropped(unfit);
      return [];
    }
    const { description = "", upstreamDefault, deprecated, example } = property.notes;
    const type = this.type(property.shape, place, unfolded);
    const notes = {
      ...(upstreamDefault === undefined ? {} : { upstreamDefault }),
      ...(deprecated === undefined ? {} : { deprecated }),
      ...(example === undefined ? {} : { example: { kind: "data", value: example } as const }),
    };
    if (type.kind === "json") place.widened(NULL_IS_ABSENT);
    if (property.required) {
      const empty = type.kind === "attrsOf" || (type.kind === "listOf" && !type.minItems);
      if (empty) place.widened("where it is left out, it is empty");
      return [{ name, type, description, ...notes }];
    }
    const takesNull = type.kind === "json" || type.kind === "nullOr";
    const nullable: OptionType = takesNull ? type : { kind: "nullOr", of: type };
    return [{ name, type: nullable, description, default: { kind: "data", value: null }, ...notes }];
  }

  /** One list and one object at most: the module system tells those of a kind apart by no more than their kind. */
  #joined(
    shape: Shape,
    place: Place,
    unfolded: number,
  ): { readonly parts: Shape; readonly unfolded: number } {
    const kinds = shape.map((part) => this.#containerKinds(part)).filter(({ length }) => length > 0);
    // What one reference stands for is joined where that is defined.
    if (kinds.length <= 1 || new Set(kinds.flat()).size === kinds.flat().length)
      return { parts: shape, unfolded };
    if (unfolded === this.maxUnfolded) {
      place.widened("recursive alternatives of the same kind are not told apart below this point");
      return { parts: [{ kind: "any" }], unfolded };
    }
    const flat = unite([this.#unfold(shape)]);
    const lists = flat.filter((part) => part.kind === "list");
    const objects = flat.filter((part) => part.kind === "object");
    const others = flat.filter((part) => part.kind !== "list" && part.kind !== "object");
    const parts = [...others, ...joinAll(lists, joinLists, place), ...joinAll(objects, joinObjects, place)];
    const opened = shape.some(({ kind }) => kind === "ref");
    return { parts, unfolded: opened ? unfolded + 1 : unfolded };
  }

  /** The shape with its references replaced by what they stand for. */
  #unfold(shape: Shape): Shape {
    return shape.flatMap((part) => (part.kind === "ref" ? this.#unfold(this.resolve(part.name)) : [part]));
  }

  #containerKinds(part: Part): Containers {
    switch (part.kind) {
      case "any":
        return ["list", "object"];
      case "list":
      case "object":
        return [part.kind];
      case "ref": {
        const known = this.#kinds.get(part.name);
        if (known !== undefined) return known;
        const kinds = new Set(this.resolve(part.name).flatMap((one) => this.#containerKinds(one)));
        this.#kinds.set(part.name, [...kinds]);
        return [...kinds];
      }
      default:
        return [];
    }
  }
}

/** Why the module system cannot declare an option of a name. */
function unfitName(name: string): string | undefined {
  if (name.includes("\0")) return "a name with a NUL character: Nix names cannot hold one";
  return name === "_module" ? "the module system has _module for itself" : undefined;
}

function joinAll<P extends Part>(parts: readonly P[], join: (a: P, b: P) => P, place: Place): readonly P[] {
  const distinct = [...new Map(parts.map((part) => [keyOf([part]), part])).values()];
  const [first, ...more] = distinct;
  if (first === undefined || more.length === 0) return distinct;
  const joined = more.reduce(join, first);
  const covered = distinct.some((part) => keyOf([part]) === keyOf([joined]));
  const what = first.kind === "list" ? "lists" : "objects";
  if (!covered)
    place.widened(`${distinct.length} kinds of ${what} are joined to one that takes what any of them takes`);
  return [joined];
}

function joinLists(a: ListPart, b: ListPart): ListPart {
  const minItems = Math.min(a.minItems ?? 0, b.minItems ?? 0);
  const maxItems = Math.max(a.maxItems ?? Infinity, b.maxItems ?? Infinity);
  return {
    kind: "list",
    of: unite([a.of, b.of]),
    ...(minItems > 0 ? { minItems } : {}),
    ...(maxItems < Infinity ? { maxItems } : {}),
    ...(a.unique && b.unique ? { unique: true } : {}),
  };
}

function joinObjects(a: ObjectPart, b: ObjectPart): ObjectPart {
  if (unconstrained(a)) return a;
  if (unconstrained(b)) return b;
  const names = new Set([...a.properties.keys(), ...b.properties.keys()]);
  const properties = new Map(
    [...names].map((name): [string, Property] => {
      const [left, right] = [propertyOf(a, name), propertyOf(b, name)];
      const required = left.required && right.required;
      return [
        name,
        { shape: unite([left.shape, right.shape]), required, notes: { ...right.notes, ...left.notes } },
      ];
    }),
  );
  const restNames = a.restNames === b.restNames ? a.restNames : undefined;
  return {
    kind: "object",
    properties,
    rest: unite([a.rest, b.rest]),
    ...(restNames === undefined ? {} : { restNames }),
  };
}
