import { chmodSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";

/** `pi-agent-log` with a journal that holds what the lab's machine has not: accounting, and what a proxy decided. */

const session = "70a7ed648dcf1652";
const at = (second: number): string => String(1_795_870_000_000_000 + second * 1_000_000);
const ofSystemd = (second: number, fields: Readonly<Record<string, string>>) => ({
  __REALTIME_TIMESTAMP: at(second),
  _PID: "1",
  AGENT_NAME: "pi-agent",
  AGENT_CALLER: "alice",
  AGENT_PROJECT: "/home/alice/p",
  UNIT: `pi-agent-${session}.service`,
  ...fields,
});
const ofProxy = (second: number, message: unknown) => ({
  __REALTIME_TIMESTAMP: at(second),
  _PID: "77",
  _SYSTEMD_UNIT: `egress-pi-agent@${session}.service`,
  MESSAGE: typeof message === "string" ? message : JSON.stringify(message),
});

const journal = [
  ofSystemd(1, { MESSAGE_ID: "39f53479d3a045ac8e11786248231fbf" }),
  ofProxy(2, "listening"),
  ofProxy(3, { decision: "allowed", kind: "connect", host: "api.example", bytesUp: 10, bytesDown: 20 }),
  ofProxy(4, {
    decision: "refused",
    kind: "connect",
    host: "evil\u001b[2J.example",
    why: "it is not listed",
  }),
  ofSystemd(9, { MESSAGE_ID: "d9b373ed55a64feb8242e02dbe79a49c", UNIT_RESULT: "oom-kill" }),
  ofSystemd(9, {
    MESSAGE_ID: "ae8f7b866b0347b9af31fe1c80b127c0",
    CPU_USAGE_NSEC: "1500000000",
    MEMORY_PEAK: "52428800",
  }),
  // Of a host user's making: neither is from whom it says.
  { ...ofSystemd(10, { MESSAGE_ID: "39f53479d3a045ac8e11786248231fbf" }), _PID: "99", AGENT_CALLER: "bob" },
  { ...ofProxy(11, { decision: "allowed", host: "forged.example" }), _SYSTEMD_UNIT: "user@1000.service" },
  // A message that is no text is given as its bytes.
  { __REALTIME_TIMESTAMP: at(12), _PID: "5", SYSLOG_IDENTIFIER: "pi-agent-runner", MESSAGE: [255, 254] },
];

const bin = mkdtempSync(join(tmpdir(), "nixsmith-log-"));
writeFileSync(join(bin, "journal"), journal.map((entry) => JSON.stringify(entry)).join("\n"));
writeFileSync(join(bin, "journalctl"), `#!/bin/sh\nprintf '%s\\n' "$@" >${bin}/asked\ncat ${bin}/journal\n`);
chmodSync(join(bin, "journalctl"), 0o755);
for (const name of ["cat", "jq"]) symlinkSync(`/usr/bin/${name}`, join(bin, name));
const parts = ["common", "log"].map((name) =>
  readFileSync(join(packageRoot, `modules/nixos/pi-agent/${name}.sh`), "utf8"),
);
const script = [`agentName=pi-agent logPath=${bin}`, ...parts].join("\n");
const log = async (...args: readonly string[]): Promise<string> =>
  (await execa("bash", ["-c", script, "pi-agent-log", ...args], { env: { TZ: "UTC" } })).stdout;

const summed = {
  session,
  caller: "alice",
  project: "/home/alice/p",
  end: "oom-kill",
  exit: null,
  cpuSeconds: 1.5,
  memoryPeak: 52_428_800,
  proxy: { allowed: 1, refused: 1, bytesUp: 10, bytesDown: 20 },
};

describe("the log", () => {
  it("sums up a session by what systemd and its proxy say, and by nothing else", async () => {
    const lines = (await log("--json")).split("\n").map((line) => JSON.parse(line));
    expect(lines).toEqual([{ ...summed, began: 1_795_870_001, ended: 1_795_870_009 }]);
  });

  it("has each decision of a session that is named", async () => {
    const found = JSON.parse(await log("--json", "--session", session));
    expect(found.decisions.map(({ host }: { host: string }) => host)).toEqual([
      "api.example",
      "evil\u001b[2J.example",
    ]);
  });

  it("prints a table that cannot lead a terminal", async () => {
    expect((await log("--session", session)).split("\n")).toEqual([
      "BEGAN                CALLER  SESSION           END       TIME     PROXY             PROJECT",
      `2026-11-28 12:46:41  alice   ${session}  oom-kill  8 s      1 + 1 refused     /home/alice/p`,
      "2026-11-28 12:46:43                            allowed   connect  api.example",
      "2026-11-28 12:46:44                            refused   connect  evil?[2J.example  it is not listed",
    ]);
  });

  it("asks the journal for its own entries, and for the time that was named", async () => {
    await log("--since", "2 hours ago", "--user", "bob");
    expect(readFileSync(join(bin, "asked"), "utf8").split("\n")).toEqual([
      "--output=json",
      "--no-pager",
      "--since=2 hours ago",
      "AGENT_NAME=pi-agent",
      "+",
      "SYSLOG_IDENTIFIER=pi-agent-runner",
      "+",
      "_SYSTEMD_SLICE=system-egress\\x2dpi\\x2dagent.slice",
      "",
    ]);
    expect(await log("--user", "bob")).not.toContain("bob");
  });
});
