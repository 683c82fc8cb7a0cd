import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import * as z from "zod";

/** What `systemd-analyze security` says of a session's unit. */
export type Exposure =
  | {
      readonly kind: "measured";
      /** 0 for nothing reachable, 10 for everything. */
      readonly score: number;
      /** systemd's word for the score: SAFE, OK, EXPOSED and so on. */
      readonly level: string;
      /** Version of the systemd that measured. */
      readonly systemd: number;
      /** Lines of the unit that this systemd is too old for; the real score is no worse. */
      readonly ignored: number;
      /** What counts against the session, the heaviest first. */
      readonly open: readonly OpenItem[];
    }
  | { readonly kind: "unavailable"; readonly reason: string };

export interface OpenItem {
  /** The property that would close it. */
  readonly name: string;
  readonly description: string;
  readonly weight: number;
}

const items = z.array(
  z.object({ name: z.string(), description: z.string(), exposure: z.string().nullable() }),
);

/** Rates a unit of the session's flags and drop-in, without starting it: systemd-analyze(1), `security --offline`. */
export async function measureExposure(
  flags: readonly string[],
  dropIn: string,
  path?: string,
): Promise<Exposure> {
  const directory = await mkdtemp(join(tmpdir(), "nixsmith-"));
  try {
    const unit = join(directory, "session.service");
    await writeFile(unit, ["[Service]", "ExecStart=/bin/true", ...flags, dropIn].join("\n"));
    const analyze = (...args: readonly string[]) =>
      execa("systemd-analyze", [...args], {
        env: { LC_ALL: "C.UTF-8", ...(path === undefined ? {} : { PATH: path }) },
        reject: false,
        timeout: 60_000,
      });
    const security = ["security", "--offline=true", "--no-pager"];
    const [version, text, json] = await Promise.all([
      analyze("--version"),
      analyze(...security, unit),
      analyze(...security, "--json=short", unit),
    ]);
    const [, score, level] = /Overall exposure level for \S+: ([\d.]+) (\w+)/.exec(text.stdout ?? "") ?? [];
    if (score === undefined || level === undefined) {
      const reason =
        text.code === "ENOENT"
          ? "systemd-analyze is not installed here"
          : "systemd-analyze cannot rate a unit here";
      return { kind: "unavailable", reason };
    }
    return {
      kind: "measured",
      score: Number(score),
      level,
      systemd: Number(/^systemd (\d+)/.exec(version.stdout ?? "")?.[1]),
      ignored: new Set((text.stderr ?? "").match(/session\.service:\d+: .*ignoring/g)).size,
      open: openItems(json.stdout ?? ""),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function openItems(json: string): readonly OpenItem[] {
  return items
    .parse(JSON.parse(json))
    .map(({ name, description, exposure }) => ({ name, description, weight: Number(exposure ?? 0) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
}
