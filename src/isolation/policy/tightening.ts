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
