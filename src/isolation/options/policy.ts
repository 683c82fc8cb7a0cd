import * as z from "zod";
import { data, option } from "../../compiler/frontends/zod.js";
import { egressPattern } from "../egress/entries.js";

/** What an address list of `systemd.resource-control(5)` takes: an address, a prefix, or a symbolic name. */
const address = z.string().regex(/^([0-9A-Fa-f.:]+(\/[0-9]+)?|any|localhost|link-local|multicast)$/);

/** The same, or what only the egress program can decide on. */
const destination = z
  .string()
  .regex(new RegExp(`^([0-9A-Fa-f.:]+(/[0-9]+)?|any|localhost|link-local|multicast|${egressPattern})$`));

const repositoryName = z.string().regex(/^[a-z0-9.-]+(\/[A-Za-z0-9_.-]+)+$/);
const repository = z.object({
  push: option(z.boolean().default(false), {
    protects: "false",
    description: "Whether it may be pushed to.",
  }),
  credential: option(
    z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .nullable()
      .default(null),
    {
      protects: "same",
      description:
        "Name of the entry of `credentials` whose key, a token, the proxy logs in with; `null` fetches as anybody may.",
      example: data("github"),
    },
  ),
});

export const network = z.object({
  mode: option(z.enum(["full", "loopback", "none", "proxy"]).default("full"), {
    // Of a proxy that allows nothing, a session has as much as of no network; each name that it allows is seen there.
    protects: ["none", "proxy", "loopback", "full"],
    description:
      "`full` is the host's network, `loopback` only the host's own loopback addresses, `none` an empty network namespace. `proxy` is an empty one as well, but for a proxy that lets through what `allow` names: `HTTP_PROXY` and `HTTPS_PROXY` lead there, each connection is decided by the name that it asks for, and the session has no DNS.",
  }),
  allow: option(z.array(destination).default([]), {
    protects: "subset",
    description:
      "What a session reaches although `deny` or the mode forbids it. In the mode `proxy`, names (`*.` stands for one label or more), addresses and prefixes, each for port 443 unless the entry says another; a name that leads to a private address takes an entry for the address, too. In the other modes, addresses and prefixes (`IPAddressAllow=`).",
    example: data(["api.anthropic.com", "*.githubusercontent.com", "registry.example:8443"]),
  }),
  git: option(z.record(repositoryName, repository).default({}), {
    protects: "subset",
    description:
      "Repositories that git reaches over HTTPS in the mode `proxy`, by host and path, whether or not `allow` has the host: three requests of git's for each, and nothing else of the host. In a session, git is led to the proxy for their HTTPS and SSH addresses.",
    example: data({ "github.com/m3tam3re/AGENTS": { credential: "github" } }),
  }),
  deny: option(z.array(address).default([]), {
    protects: "superset",
    description:
      "Addresses or prefixes that are not reachable (`IPAddressDeny=`). `localhost` closes the host's loopback, and with it what the session itself serves there, which only the modes `none` and `proxy` keep.",
    example: data(["169.254.169.254"]),
  }),
});

export const nix = z.object({
  access: option(z.enum(["none", "daemon"]).default("none"), {
    protects: ["none", "daemon"],
    description:
      "Whether a session reaches the Nix daemon. `none` hides its sockets. `daemon` lets the agent build and fetch as any user may, with the daemon's network whatever `network.mode` is; it takes a Nix without CVE-2026-39860, by which whoever may connect becomes root, builds in a sandbox, and an account that the daemon does not trust.",
  }),
});

const size = z.string().regex(/^([0-9]+[KMGT]?|[0-9]+%|infinity)$/);
const timeSpan = z.string().regex(/^([0-9]+(us|ms|s|min|h|d|w)?( ?[0-9]+(us|ms|s|min|h|d|w))*|infinity)$/);

export const resources = z.object({
  memoryMax: option(size.nullable().default(null), {
    protects: "smaller",
    description: "Memory one session may use (`MemoryMax=`); `null` sets no limit.",
    example: data("8G"),
  }),
  tasksMax: option(z.int().min(16).nullable().default(4096), {
    protects: "smaller",
    description:
      "Processes and threads one session may have (`TasksMax=`); `null` leaves systemd's own limit.",
  }),
  cpuQuota: option(
    z
      .string()
      .regex(/^[0-9]+%$/)
      .nullable()
      .default(null),
    {
      protects: "smaller",
      description: "CPU time one session may use, in percent of one CPU (`CPUQuota=`); `null` sets no limit.",
      example: data("200%"),
    },
  ),
  runtimeMaxSec: option(timeSpan.nullable().default(null), {
    protects: "smaller",
    description: "Time after which a session is ended (`RuntimeMaxSec=`); `null` sets no limit.",
    example: data("8h"),
  }),
});

const propertyValue = z.union([z.boolean(), z.int(), z.string(), z.array(z.string())]);

export const hardening = z.object({
  umask: option(
    z
      .string()
      .regex(/^[0-7]{3,4}$/)
      .default("0022"),
    {
      protects: "mask",
      description: "File mode creation mask inside the session (`UMask=`).",
    },
  ),
  extraProperties: option(z.record(z.string().regex(/^[A-Z][A-Za-z0-9]*$/), propertyValue).default({}), {
    protects: "superset",
    description:
      "More properties for the session's unit (see {manpage}`systemd.exec(5)`). They may tighten the sandbox; setting a property of the built-in policy to anything weaker fails the evaluation.",
    example: data({ ProtectClock: true, SystemCallFilter: ["~@debug"] }),
  }),
});
