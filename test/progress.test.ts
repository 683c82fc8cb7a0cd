import { afterEach, describe, expect, it, vi } from "vitest";
import { colours } from "../src/colours.js";
import { packageRoot } from "../src/root.js";
import { withProgress } from "../src/toolkit/cli/progress.js";
import { run } from "../src/toolkit/cli/run.js";

afterEach(() => void vi.useRealTimers());

/** Everything written while `work` went on. */
async function written(watched: boolean, work: Parameters<typeof withProgress>[1]): Promise<string> {
  let text = "";
  const err = (piece: string): void => {
    text += piece;
  };
  await withProgress({ err, watched }, work).catch(() => undefined);
  return text;
}

/** The sequence that clears the rest of a line, as a character to look for. */
const marked = (text: string): string => text.replaceAll("\u001b[K", "⌫");

const steps: Parameters<typeof withProgress>[1] = async ({ step, clear }) => {
  step("first");
  await vi.advanceTimersByTimeAsync(200);
  clear();
  await vi.advanceTimersByTimeAsync(200);
  step(`second ${"x".repeat(100)}`);
  await vi.advanceTimersByTimeAsync(3000);
};

describe("progress", () => {
  it("is silent where nobody watches", async () => {
    vi.useFakeTimers();
    expect(await written(false, steps)).toBe("");
  });

  it("is one line that moves, tells the time and goes away", async () => {
    vi.useFakeTimers();
    const pieces = (await written(true, steps)).split("\r");
    expect(pieces.slice(0, 5)).toEqual([
      "",
      "⠋ first\u001b[K",
      "⠙ first\u001b[K",
      "⠹ first\u001b[K",
      "\u001b[K",
    ]);
    expect(marked(pieces.at(-2) ?? "")).toMatch(/^. second x+… \(3 s\)⌫$/u);
    expect(pieces.at(-1)).toBe("\u001b[K");
    for (const piece of pieces) expect(piece.replace("\u001b[K", "").length).toBeLessThan(80);
    expect(pieces.join("")).not.toContain("\n");
  });

  it("goes away when the work fails, and the failure is the caller's", async () => {
    const failing = async ({ step }: { step: (what: string) => void }): Promise<void> => {
      step("doomed");
      throw new Error("no");
    };
    expect(marked(await written(true, failing))).toMatch(/\r⌫$/);
    await expect(withProgress({ err: () => {}, watched: true }, failing)).rejects.toThrow("no");
  });

  it("gives what the work gives", async () => {
    expect(await withProgress({ err: () => {}, watched: true }, async () => 5)).toBe(5);
  });

  it("nixsmith verify names each check while it runs, and takes the line away before the outcome", async () => {
    let terminal = "";
    const say = (text: string): void => {
      terminal += text;
    };
    const plain = colours(false, {});
    const io = {
      out: say,
      err: say,
      cwd: packageRoot,
      env: {},
      colours: { out: plain, err: plain },
      width: 80,
      watched: true,
    };
    await run(["verify", "modules"], io);
    const text = marked(terminal);
    expect(text).toMatch(/\r. parse⌫/u);
    expect(text.match(/ok {6}/g)?.length).toBeGreaterThan(3);
    expect(text.match(/\r⌫ok {6}/g)).toEqual(text.match(/..ok {6}/gs));
  });
});
