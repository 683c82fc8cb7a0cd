import { describe, expect, test } from "vitest";
import { importPackageType } from "../../src/compiler/importers/typescript/import.js";
import { candidatesIn } from "../../src/toolkit/init/program/candidates.js";

// Packages as they are published, in miniature: what their manifests say, and the lines by which their entries export.

interface Case {
  readonly manifest?: object;
  readonly files: Readonly<Record<string, string>>;
  /** The likeliest first. */
  readonly candidates: readonly string[];
  readonly passes?: readonly string[];
}

const schema = JSON.stringify({ $schema: "http://json-schema.org/draft-07/schema#", properties: {} });

/** By the package that is made so. */
const packages: Readonly<Record<string, Case>> = {
  vite: {
    manifest: {
      exports: { ".": { import: { types: "./dist/index.d.ts" } }, "./package.json": "./package.json" },
    },
    files: {
      "dist/index.d.ts": `import { U as UserConfig, I as InlineConfig } from "./chunk.js";
        declare function defineConfig(config: UserConfig): UserConfig;
        declare function defineConfig(config: UserConfigExport): UserConfigExport;
        type UserConfigExport = UserConfig | Promise<UserConfig> | ((env: ServerOptions) => UserConfig);
        interface ResolvedConfig { root: string }
        interface ServerOptions { port?: number }
        export { type InlineConfig, type ResolvedConfig, type ServerOptions, type UserConfig, defineConfig };`,
      "dist/chunk.d.ts": `interface UserConfig { root?: string }
        interface InlineConfig extends UserConfig { configFile?: string }
        export { UserConfig as U, InlineConfig as I };`,
    },
    candidates: ["UserConfig", "InlineConfig", "ServerOptions", "ResolvedConfig"].map(
      (name) => `dist/index.d.ts#${name}`,
    ),
  },
  vitest: {
    manifest: { exports: { ".": "./dist/index.js", "./config": { types: "./config.d.ts" } } },
    files: {
      "config.d.ts": 'export * from "./dist/config.js";',
      "dist/index.d.ts": "export interface RuntimeConfig { retry?: number }",
      "dist/config.d.ts": `import { UserConfig } from "vite";
        export { UserConfig as ViteUserConfig, mergeConfig } from "vite";
        export declare function defineConfig(config: UserConfig): UserConfig;`,
    },
    candidates: ["config.d.ts#ViteUserConfig", "dist/index.d.ts#RuntimeConfig"],
  },
  tsdown: {
    manifest: { exports: { ".": "./dist/index.mjs", "./config": "./dist/config.mjs" } },
    files: {
      "dist/index.d.mts": `interface InlineConfig { config?: string }
        interface UserConfig { entry?: string }
        export { InlineConfig, UserConfig };`,
      "dist/config.d.mts": `import { UserConfig, InlineConfig } from "./index.mjs";
        type UserConfigFn = (inline: InlineConfig) => UserConfig;
        type UserConfigExport = UserConfigFn | UserConfig | UserConfig[];
        export declare function defineConfig(config: UserConfigExport): UserConfigExport;`,
    },
    candidates: ["dist/index.d.mts#UserConfig", "dist/index.d.mts#InlineConfig"],
  },
  astro: {
    manifest: { types: "index.d.ts" },
    files: {
      "index.d.ts": `export interface DriverConfig { name: string }
        export interface AstroUserConfig<Driver> { driver?: Driver }
        export declare function defineConfig<const Driver extends DriverConfig = never>(config: AstroUserConfig<Driver>): void;`,
    },
    candidates: ["index.d.ts#AstroUserConfig", "index.d.ts#DriverConfig"],
  },
  oxlint: {
    manifest: { types: "index.d.ts" },
    files: {
      "index.d.ts": `export interface PluginsConfig { name: string }
        export interface OxlintConfig { plugins?: PluginsConfig }
        export declare const defineConfig: <T extends OxlintConfig>(config: T) => T;`,
      "configuration_schema.json": schema,
    },
    candidates: ["configuration_schema.json", "index.d.ts#OxlintConfig", "index.d.ts#PluginsConfig"],
  },
  "@commitlint/types": {
    manifest: { types: "./lib/index.d.ts" },
    files: {
      "lib/index.d.ts":
        'export type * from "./lint.js"; export type * from "./load.js"; export * from "./format.js";',
      "lib/lint.d.ts": "export type LintRuleConfig = Record<string, number>;",
      "lib/load.d.ts":
        "export interface QualifiedConfig { extends: string[] } export interface UserConfig { extends?: string[] }",
      "lib/format.d.ts": "export declare const formatConfig: string; export declare enum FormatConfigs { a }",
    },
    candidates: ["UserConfig", "LintRuleConfig", "QualifiedConfig"].map((name) => `lib/index.d.ts#${name}`),
  },
  "@jest/types": {
    manifest: { exports: { ".": { types: "./build/index.d.ts" } } },
    files: {
      "build/index.d.ts": `declare namespace Config { export { InitialOptions, GlobalConfig } }
        interface InitialOptions { bail?: boolean }
        interface GlobalConfig { bail: boolean }
        export { Config };`,
    },
    candidates: ["build/index.d.ts#Config.InitialOptions", "build/index.d.ts#Config.GlobalConfig"],
  },
  cypress: {
    manifest: { types: "types" },
    files: {
      "types/index.d.ts":
        '/// <reference path="./module.d.ts" />\n/// <reference path="./cypress.d.ts" />\n/// <reference path="./lodash.d.ts" />',
      "types/module.d.ts": `declare module "cypress" {
          interface Module { defineConfig<Server = any>(config: Cypress.ConfigOptions<Server>): void }
          const cypress: Module;
          export = cypress;
        }`,
      "types/cypress.d.ts":
        "declare namespace Cypress { interface ConfigOptions<Server = any> { server?: Server; port?: number } }",
      "types/lodash.d.ts":
        "export = _; declare const _: number; declare namespace _ { interface MemoSettings {} }",
    },
    candidates: ["types/cypress.d.ts#Cypress.ConfigOptions"],
  },
  "semantic-release": {
    manifest: { types: "index.d.ts" },
    files: {
      "index.d.ts": `declare module "semantic-release" {
          export interface Options { ci?: boolean }
          export default function (options: Options): void;
        }`,
    },
    candidates: ["index.d.ts#Options"],
  },
  next: {
    manifest: { types: "index.d.ts" },
    files: {
      "analyze/graph-v1.schema.json": schema,
      "index.d.ts": 'export { PageConfig } from "./page.js"; export { NextConfig } from "./config.js";',
      "page.d.ts": "export type PageConfig = { amp?: boolean };",
      "config.d.ts":
        "export interface NextConfig { page?: string }\nexport interface EmotionConfig { label?: string }",
    },
    candidates: [
      "index.d.ts#NextConfig",
      "analyze/graph-v1.schema.json",
      "index.d.ts#PageConfig",
      "config.d.ts#EmotionConfig",
    ],
  },
  "release-it": {
    manifest: { types: "types/index.d.ts" },
    files: {
      "package-lock.json": '{"properties": {}}',
      "broken.schema.json": "{",
      "schema/git.json": schema,
      "schema/release-it.json": schema,
      "types/index.d.ts": 'export { Config } from "./config";',
      "types/config.d.ts": "export interface Config { git?: boolean }",
    },
    candidates: ["schema/release-it.json", "types/index.d.ts#Config", "schema/git.json"],
  },
  nx: {
    files: { "dist/src/executors/noop/schema.json": schema, "schemas/nx-schema.json": schema },
    candidates: ["schemas/nx-schema.json", "dist/src/executors/noop/schema.json"],
  },
  knip: {
    files: { "schema-jsonc.json": schema, "schema.json": schema },
    candidates: ["schema.json", "schema-jsonc.json"],
  },
  "markdownlint-cli2": {
    files: {
      "schema/markdownlint-config-schema.json": schema,
      "schema/markdownlint-cli2-config-schema.json": schema,
    },
    candidates: ["schema/markdownlint-cli2-config-schema.json", "schema/markdownlint-config-schema.json"],
  },
  "@playwright/test": {
    manifest: { types: "index.d.ts", dependencies: { playwright: "1.65.1" } },
    files: { "index.d.ts": "export * from 'playwright/test'; export { default } from 'playwright/test';" },
    candidates: [],
    passes: ["playwright@1.65.1"],
  },
  wide: {
    manifest: { types: "index.d.ts", dependencies: { "@wide/core": "^1.0.0" } },
    files: { "index.d.ts": 'export * from "@wide/core/types"; export * from "./gone.js";' },
    candidates: [],
    passes: ["@wide/core@VERSION"],
  },
  "one without entries": {
    manifest: { properties: {} },
    files: {
      "data.json": '{"properties": {}}',
      "config.json": schema,
      "dist/other.schema.json": schema,
      "dist/lib.d.ts":
        "export type HookSettings = {};\nexport interface Config {}\ninterface HiddenConfig {}\nexport declare const x: 1;",
    },
    candidates: [
      "config.json",
      "dist/other.schema.json",
      "dist/lib.d.ts#Config",
      "dist/lib.d.ts#HookSettings",
    ],
  },
  lefthook: { files: { "index.js": "" }, candidates: [] },
};

const packageOf = (name: string, { manifest, files }: Case) => {
  const text = JSON.stringify({ name, version: "1.0.0", ...manifest });
  const dependencies: Readonly<Record<string, string>> = { ...JSON.parse(text).dependencies };
  return {
    source: { package: name, version: "1.0.0", integrity: "" },
    dependencies,
    files: new Map(Object.entries({ ...files, "package.json": text })),
  };
};

describe("what init offers of a package that is made as", () => {
  test.each(Object.entries(packages))("%s", async (name, made) => {
    const { all, passes } = await candidatesIn(packageOf(name, made));
    expect(all).toEqual(made.candidates);
    expect(passes).toEqual(made.passes ?? []);
  });

  const types = Object.entries(packages).flatMap(([name, made]) =>
    made.candidates
      .filter((one) => one.includes("#"))
      .map((one): [string, string, Case] => [name, one, made]),
  );

  test.each(types)("%s, and of it %s is what the importer takes", (name, candidate, made) => {
    const [file = "", type = ""] = candidate.split("#");
    const take = () => importPackageType(packageOf(name, made), [], { file, type });
    // That of another package is known where the package is.
    if (candidate === "config.d.ts#ViteUserConfig")
      expect(take).toThrow("what ViteUserConfig is made of is not known here");
    else expect(take().type.kind).toMatch(/^(?:submodule|attrsOf)$/);
  });
});
