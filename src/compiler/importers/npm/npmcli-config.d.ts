/** The npm client's own reader of its configuration, which ships no types. */
declare module "@npmcli/config" {
  export default class Config {
    constructor(options: {
      readonly npmPath: string;
      readonly definitions: unknown;
      readonly shorthands: unknown;
      readonly flatten: unknown;
      readonly nerfDarts: unknown;
      readonly argv: readonly string[];
      readonly warn: boolean;
    });
    load(): Promise<unknown>;
    /** The options as the npm client's libraries take them: registry, proxies, credentials, cache. */
    readonly flat: Readonly<Record<string, unknown>>;
  }
}

declare module "@npmcli/config/lib/definitions/index.js" {
  const parts: {
    readonly definitions: unknown;
    readonly shorthands: unknown;
    readonly flatten: unknown;
    readonly nerfDarts: unknown;
  };
  export default parts;
}
