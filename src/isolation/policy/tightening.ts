import type { Tighten } from "./hardening-row.js";

/**
 * Properties that are not in the table and that `hardening.extraProperties` may set, because they can only take
 * something away from a session or share it out. What is neither here nor in the table is refused: a property that
 * nobody has looked at may open something.
 */
export const tightening: readonly string[] = [
  "AllowedCPUs",
  "CPUWeight",
  "IOReadBandwidthMax",
  "IOReadIOPSMax",
  "IOSchedulingClass",
  "IOWeight",
  "IOWriteBandwidthMax",
  "IOWriteIOPSMax",
  "LimitAS",
  "LimitCPU",
  "LimitDATA",
  "LimitFSIZE",
  "LimitNOFILE",
  "LimitNPROC",
  "LogRateLimitBurst",
  "LogRateLimitIntervalSec",
  "MemoryDenyWriteExecute",
  "MemoryHigh",
  "MemorySwapMax",
  "MemoryZSwapMax",
  "Nice",
  "NoExecPaths",
  "PrivateBPF",
  "ReadOnlyPaths",
  "RestrictFileSystems",
  "RestrictNetworkInterfaces",
  "SocketBindDeny",
];

/** Whether entries for a property of the table are at least as strict as the policy's own. */
export function isWithin(tighten: Tighten, entries: readonly string[], policy: readonly string[]): boolean {
  switch (tighten.rule) {
    case "same":
    case "subset":
    case "option":
      return entries.every((entry) => policy.includes(entry));
    case "oneOf":
      return entries.every((entry) => tighten.values.includes(entry));
    case "more":
      return true;
    case "deny":
      return entries.every((entry) => entry.startsWith("~"));
  }
}
