/**
 * What a declaration takes for granted, as far as JSON holds it. TypeScript's own (`lib.es5.d.ts`) describe all of a
 * JavaScript engine, and reading them takes as long as reading a package's settings does. A global that is missing here,
 * such as `Date`, is as unknown as a type of a package that is not there.
 *
 * The types that the compiler itself asks for, then the utility types of TypeScript's handbook.
 */
export const GLOBALS = `
interface Array<T> { length: number; [index: number]: T }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface Boolean {}
interface CallableFunction {}
interface Function {}
interface IArguments {}
interface NewableFunction {}
interface Number {}
interface Object {}
interface RegExp {}
interface String {}
interface Symbol {}
type PropertyKey = string | number | symbol;

type Partial<T> = { [Key in keyof T]?: T[Key] };
type Required<T> = { [Key in keyof T]-?: T[Key] };
type Readonly<T> = { readonly [Key in keyof T]: T[Key] };
type Record<Keys extends PropertyKey, T> = { [Key in Keys]: T };
type Pick<T, Keys extends keyof T> = { [Key in Keys]: T[Key] };
type Omit<T, Keys extends PropertyKey> = Pick<T, Exclude<keyof T, Keys>>;
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type NonNullable<T> = T & {};
type Awaited<T> = T extends { then(done: (value: infer U) => unknown): unknown } ? Awaited<U> : T;
type Parameters<T> = T extends (...all: infer All) => unknown ? All : never;
type ReturnType<T> = T extends (...all: never) => infer Result ? Result : never;
type ConstructorParameters<T> = T extends abstract new (...all: infer All) => unknown ? All : never;
type InstanceType<T> = T extends abstract new (...all: never) => infer Instance ? Instance : never;
type NoInfer<T> = intrinsic;
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
type Uncapitalize<S extends string> = intrinsic;
`;
