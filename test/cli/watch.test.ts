import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { write } from "../declaration/overlay.js";
import { temporaryDirectory } from "../output/tree.js";
import { nixsmith } from "./command.js";

const schema = (name: string) => ({ type: "object", properties: { [name]: { type: "boolean" } } });
const declared = (title: string) => ({
  programs: [
    {
      name: "app",
      title,
      directory: { default: ".config/app" },
      files: { settings: { path: "app.json", from: "app.schema.json" } },
      templates: { "extra.nix": "./parts/extra.nix.hbs" },
    },
  ],
});

it("generates again whenever declaration, facts or a template change, and goes on after a mistake", async () => {
  const cwd = temporaryDirectory();
  const config = "nixsmith.config.json";
  write(cwd, {
    [config]: declared("App"),
    "app.schema.json": schema("one"),
    "parts/extra.nix.hbs": "{{header}}\n{first = 1;}\n",
  });
  await nixsmith(["import"], { cwd });
  const end = new AbortController();
  let said = "";
  const watching = nixsmith(["generate", "--watch"], {
    cwd,
    signal: end.signal,
    err: (text) => {
      said += text;
    },
  });
  const file = (path: string): string => readFileSync(join(cwd, "modules", path), "utf8");
  const waits = () => said.split("watching").length - 1;
  const until = (check: () => void) => vi.waitFor(check, { timeout: 300_000, interval: 20 });
  /** Changes files when the command waits, and looks until it has seen that. */
  const after = async (change: () => unknown, check: () => void): Promise<void> => {
    const before = waits();
    await change();
    await until(() => {
      check();
      expect(waits()).toBeGreaterThan(before);
    });
  };

  await until(() => expect(waits()).toBe(1));
  expect(file("home-manager/app/extra.nix")).toContain("first");
  await after(
    () => write(cwd, { "parts/extra.nix.hbs": "{{header}}\n{second = 2;}\n" }),
    () => expect(file("home-manager/app/extra.nix")).toContain("second"),
  );
  await after(
    () => write(cwd, { [config]: declared("Gadget") }),
    () => expect(file("home-manager/app/options.nix")).toContain("Gadget"),
  );
  await after(
    () => {
      write(cwd, { "app.schema.json": schema("two") });
      return nixsmith(["import"], { cwd });
    },
    () => expect(file("app/settings.nix")).toContain("two"),
  );
  await after(
    () => write(cwd, { [config]: { programs: ["pii"] } }),
    () => expect(said).toContain('did you mean "pi"?'),
  );
  await after(
    () => write(cwd, { [config]: declared("Mended") }),
    () => expect(file("home-manager/app/options.nix")).toContain("Mended"),
  );
  end.abort();
  expect(await watching).toMatchObject({ status: 0 });
  rmSync(join(cwd, "modules"), { recursive: true });
});

it("is not for a check", async () => {
  const { status, err } = await nixsmith(["generate", "--watch", "--check"], { cwd: temporaryDirectory() });
  expect(status).toBe(2);
  expect(err).toContain("cannot be used with");
});
