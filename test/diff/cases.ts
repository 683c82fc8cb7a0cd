import type { Json, Protects } from "../../src/compiler/ir/types.js";
import type { Fixture } from "./fixtures.js";
import { json, option, preset, row, str } from "./fixtures.js";

export interface RuleCase {
  readonly rule: string;
  readonly base: Fixture;
  readonly head: Fixture;
  readonly subject: string;
}

const kept = option("kept");
/** A key that is written where somebody sets it. */
const unset = option("kept", { type: { kind: "nullOr", of: str }, ...preset(null) });
const enumOf = (...values: readonly string[]) => ({ kind: "enum", values }) as const;
const shield = (value: string) =>
  option("shield", { type: enumOf("closed", "open"), protects: ["closed", "open"], ...preset(value) });
/** An option that protects, with one default or another. */
const guard = (
  protects: Protects,
  before: Json,
  after: Json,
): Pick<RuleCase, "base" | "head" | "subject"> => ({
  base: { options: [option("guard", { type: json, protects, ...preset(before) })] },
  head: { options: [option("guard", { type: json, protects, ...preset(after) })] },
  subject: "services.app.guard",
});

/** A pair for each rule; read from head to base it is one for the rule's mirror. */
export const cases: readonly RuleCase[] = [
  {
    rule: "option-removed",
    base: { options: [kept, option("gone")] },
    head: {},
    subject: "services.app.gone",
  },
  {
    rule: "option-renamed",
    base: { options: [kept, option("stateDir", { description: "Where state is kept." })] },
    head: { options: [kept, option("stateDirectory", { description: "Where the state is kept." })] },
    subject: "services.app.stateDir",
  },
  {
    rule: "type-narrowed",
    base: { options: [option("kept", { type: { kind: "nullOr", of: str } })] },
    head: {},
    subject: "services.app.kept",
  },
  {
    rule: "type-incompatible",
    base: {},
    head: { options: [option("kept", { type: { kind: "int" } })] },
    subject: "services.app.kept",
  },
  {
    rule: "enum-value-removed",
    base: { options: [option("kept", { type: enumOf("x", "y", "z") })] },
    head: { options: [option("kept", { type: enumOf("z", "x") })] },
    subject: "services.app.kept",
  },
  {
    rule: "became-required",
    base: {},
    head: { options: [{ name: "kept", type: str, description: kept.description }] },
    subject: "services.app.kept",
  },
  {
    rule: "null-omitted",
    base: { options: [option("kept", { type: { kind: "nullOr", of: str, explicit: true } })] },
    head: { options: [option("kept", { type: { kind: "nullOr", of: str } })] },
    subject: "services.app.kept",
  },
  {
    rule: "null-written",
    base: { options: [option("kept", { type: { kind: "nullOr", of: str } })] },
    head: { options: [option("kept", { type: { kind: "nullOr", of: str, explicit: true } })] },
    subject: "services.app.kept",
  },
  {
    rule: "became-read-only",
    base: {},
    head: { options: [option("kept", { readOnly: true })] },
    subject: "services.app.kept",
  },
  {
    rule: "default-changed",
    base: {},
    head: { options: [option("kept", preset("y"))] },
    subject: "services.app.kept",
  },
  {
    rule: "deprecated",
    base: {},
    head: { options: [option("kept", { deprecated: "use another" })] },
    subject: "services.app.kept",
  },
  {
    rule: "upstream-default-changed",
    base: { options: [option("kept", { upstreamDefault: 1 })] },
    head: { options: [option("kept", { upstreamDefault: 2 })] },
    subject: "services.app.kept",
  },
  {
    rule: "description-changed",
    base: {},
    head: { options: [option("kept", { description: "Other words." })] },
    subject: "services.app.kept",
  },
  {
    rule: "example-changed",
    base: {},
    head: { options: [option("kept", { example: { kind: "nix", text: "1 + 1" } })] },
    subject: "services.app.kept",
  },
  {
    rule: "sudo-broadened",
    base: {},
    head: { sudo: ["alice     ALL=(root)    NOPASSWD: /run/runner"] },
    subject: "sudo rule",
  },
  {
    rule: "hardening-removed",
    base: { hardening: [row("PrivateTmp"), row("NoNewPrivileges")] },
    head: {},
    subject: "NoNewPrivileges",
  },
  {
    rule: "hardening-loosened",
    base: { hardening: [row("ProtectSystem", { value: "strict" })] },
    head: { hardening: [row("ProtectSystem", { value: "full" })] },
    subject: "ProtectSystem",
  },
  {
    rule: "hardening-changed",
    base: { hardening: [row("SecureBits", { value: "noroot-locked" })] },
    head: { hardening: [row("SecureBits", { value: "noroot" })] },
    subject: "SecureBits",
  },
  {
    rule: "lock-removed",
    base: {},
    head: { hardening: [row("PrivateTmp", { where: ["flag"] })] },
    subject: "PrivateTmp",
  },
  {
    rule: "settable-property-added",
    base: {},
    head: { settable: ["ExecStartPre", "Nice"] },
    subject: "ExecStartPre",
  },
  {
    rule: "network-opened",
    base: { hardening: [row("PrivateNetwork")] },
    head: { hardening: [] },
    subject: "PrivateNetwork",
  },
  {
    rule: "guard-lowered",
    base: { options: [shield("closed")] },
    head: { options: [shield("open")] },
    subject: "services.app.shield",
  },
  { rule: "guard-changed", ...guard("same", "/var/lib/app", "/") },
  {
    rule: "protection-dropped",
    base: { options: [option("kept", { protects: "same" })] },
    head: {},
    subject: "services.app.kept",
  },
  {
    rule: "option-changed",
    base: { options: [option("kept", { type: { kind: "union", of: [str, json] } })] },
    head: { options: [option("kept", { type: { kind: "union", of: [json, str] } })] },
    subject: "services.app.kept",
  },
  {
    rule: "claim-unproven",
    base: { definitions: { Level: str } },
    head: {},
    subject: "nixsmith.json: definitions",
  },
  { rule: "file-unlisted", base: {}, head: { stray: { "app/more.nix": "1" } }, subject: "app/more.nix" },
  {
    rule: "mode-changed",
    base: { modes: { "app/a.sh": "file" } },
    head: { modes: { "app/a.sh": "executable" } },
    subject: "app/a.sh",
  },
  {
    rule: "wiring-reworded",
    base: { files: { "default.nix": "{ mode = 0700; }\n" } },
    head: { files: { "default.nix": "{\n  mode = 0700; # only us\n}\n" } },
    subject: "default.nix",
  },
  {
    rule: "versions-changed",
    base: { files: { "app/history.nix": '{\n  settings.a.since = "1.0.0";\n}\n' } },
    head: {
      files: { "app/history.nix": '{\n  settings = {\n    a.since = "1.1.0";\n    "b[]" = {};\n  };\n}\n' },
    },
    subject: "app/history.nix",
  },
  {
    rule: "wiring-changed",
    base: { files: { "app/history.nix": '{ settings.a.since = "1.0.0"; }\n' } },
    head: { files: { "app/history.nix": "{ settings.a.since = builtins.readFile /etc/passwd; }\n" } },
    subject: "app/history.nix",
  },
  {
    rule: "wording-changed",
    base: {},
    head: { hardening: [row("PrivateTmp", { reason: "Because of others' files." })] },
    subject: "nixsmith.json",
  },
  {
    rule: "source-replaced",
    base: {},
    head: { source: { package: "app", version: "1.0.0", integrity: "sha512-b" } },
    subject: "schema source",
  },
  {
    rule: "sync-path-included",
    base: { unsynced: ["sessions", "auth.json"] },
    head: {},
    subject: "auth.json",
  },
  {
    rule: "managed-place-removed",
    base: { managed: ["settings.json", "/etc/app/managed.d"] },
    head: {},
    subject: "/etc/app/managed.d",
  },
  {
    rule: "kept-key-added",
    base: {},
    head: { kept: ["permissions", "theme"] },
    subject: "permissions",
  },
  {
    rule: "reserved-variable-added",
    base: {},
    head: { reserved: ["PATH", "HOME"] },
    subject: "PATH",
  },
  {
    rule: "sandbox-package-added",
    base: {},
    head: { packages: ["curl", "git"] },
    subject: "curl",
  },
  {
    rule: "refusal-removed",
    base: { refusals: { noUser: "there is no such user", trusted: "the agent is trusted" } },
    head: {},
    subject: "trusted",
  },
  {
    rule: "script-changed",
    base: { files: { "runner.sh": "umask 077\nrun\n" } },
    head: { files: { "runner.sh": "umask 022\nrun\n" } },
    subject: "runner.sh",
  },
  {
    rule: "script-reworded",
    base: { files: { "runner.sh": "# Runs.\nrun\n" } },
    head: { files: { "runner.sh": "# Runs it.\n\nrun\n" } },
    subject: "runner.sh",
  },
  {
    rule: "script-added",
    base: {},
    head: { files: { "runner.sh": "run\n" } },
    subject: "runner.sh",
  },
  {
    rule: "wiring-changed",
    base: { files: { "default.nix": "{ mode = 0700; }\n" } },
    head: { files: { "default.nix": "{ mode = 0777; }\n" } },
    subject: "default.nix",
  },
  {
    rule: "wiring-added",
    base: {},
    head: { files: { "default.nix": "{ }\n" } },
    subject: "default.nix",
  },
  {
    rule: "tree-edited",
    base: { files: { "default.nix": "{ }\n" } },
    head: { files: { "default.nix": "{ }\n" }, edited: { "default.nix": "{ open = true; }\n" } },
    subject: "default.nix",
  },
  {
    rule: "source-changed",
    base: {},
    head: { source: { package: "app", version: "1.1.0", integrity: "sha512-b" } },
    subject: "schema source",
  },
];

/** More than one way to the same rule. */
export const variants: readonly RuleCase[] = [
  // A file of the overlay's own has no version that it could be replaced under.
  {
    rule: "source-changed",
    base: { source: { file: "schema.json", integrity: "sha512-a" } },
    head: { source: { file: "schema.json", integrity: "sha512-b" } },
    subject: "schema source",
  },
  ...[
    ['carol     ALL=(root)    NOPASSWD: /run/runner ""', "another user"],
    ['%wheel     ALL=(root)    NOPASSWD: /run/runner ""', "a group"],
    ['ALL     ALL=(root)    NOPASSWD: /run/runner ""', "everybody"],
    ['alice     ALL=(ALL)    NOPASSWD: /run/runner ""', "another account"],
    ['alice     ALL=(root:ALL)    NOPASSWD: /run/runner ""', "another group"],
    ['alice     ALL=(root)    NOPASSWD: SETENV: /run/runner ""', "another tag"],
    ['alice     ALL=(root)    NOPASSWD: NOLOG_OUTPUT: /run/runner ""', "a tag that hides what was done"],
    ['alice     ALL=(root)    NOPASSWD: /run/other ""', "another command"],
    ["alice     ALL=(root)    NOPASSWD: ALL", "every command"],
    ['alice     ALL=(root)    NOPASSWD: /run/* ""', "a wildcard in the command"],
    ["alice     ALL=(root)    NOPASSWD: /run/runner *", "any arguments"],
    ["alice     ALL=(root)    NOPASSWD: /run/runner", "any arguments, in another form"],
    ["alice     ALL=(root)    NOPASSWD: /run/runner -x *", "a wildcard in the arguments"],
  ].map(([line = ""]) => ({
    rule: "sudo-broadened",
    base: {},
    head: { sudo: ['alice     ALL=(root)    NOPASSWD: /run/runner ""', line] },
    subject: "sudo rule",
  })),
  {
    rule: "sudo-broadened",
    base: { sudo: ["alice ALL=(root) NOEXEC: /run/runner"] },
    head: { sudo: ["alice ALL=(root) /run/runner"] },
    subject: "sudo rule",
  },
  {
    rule: "sudo-broadened",
    base: { sudo: ["alice ALL=(root) /run/runner ALL"] },
    head: { sudo: ["alice ALL=(root) /run/runner"] },
    subject: "sudo rule",
  },
  {
    rule: "sudo-narrowed",
    base: { sudo: ["alice ALL=(root) /run/*"] },
    head: { sudo: ["alice ALL=(root) /run/runner"] },
    subject: "sudo rule",
  },
  {
    rule: "option-removed",
    base: {
      options: [option("settings", { type: { kind: "submodule", options: [unset], freeform: json } })],
    },
    head: { options: [option("settings", { type: { kind: "submodule", options: [], freeform: json } })] },
    subject: "services.app.settings.kept",
  },
  {
    rule: "enum-value-removed",
    base: {
      options: [option("kept", { type: { kind: "nullOr", of: { kind: "listOf", of: enumOf("a", "b") } } })],
    },
    head: {
      options: [option("kept", { type: { kind: "nullOr", of: { kind: "listOf", of: enumOf("a") } } })],
    },
    subject: "services.app.kept",
  },
  {
    rule: "hardening-loosened",
    base: { hardening: [row("SystemCallFilter", { value: ["@system-service", "~@privileged"] })] },
    head: { hardening: [row("SystemCallFilter", { value: ["@system-service"] })] },
    subject: "SystemCallFilter",
  },
  {
    rule: "hardening-loosened",
    base: {},
    head: { hardening: [row("PrivateTmp", { when: { option: "strict", oneOf: ["yes"] } })] },
    subject: "PrivateTmp",
  },
  {
    rule: "hardening-loosened",
    base: { hardening: [row("InaccessiblePaths", { value: ["/run/dbus", "/run/user"] })] },
    head: { hardening: [row("InaccessiblePaths", { value: ["/run/user"] })] },
    subject: "InaccessiblePaths",
  },
  {
    rule: "hardening-loosened",
    base: { hardening: [] },
    head: { hardening: [row("BindPaths", { value: ["/srv"] })] },
    subject: "BindPaths",
  },
  {
    rule: "hardening-changed",
    base: {},
    head: { hardening: [row("PrivateTmp", { tighten: "more" })] },
    subject: "PrivateTmp",
  },
  {
    rule: "hardening-changed",
    base: { hardening: [row("SystemCallFilter", { value: ["@system-service"] })] },
    head: { hardening: [row("SystemCallFilter", { value: ["~@mount"] })] },
    subject: "SystemCallFilter",
  },
  // The later entry counts.
  {
    rule: "hardening-changed",
    base: { hardening: [row("SystemCallFilter", { value: ["@system-service", "@chown", "~@privileged"] })] },
    head: { hardening: [row("SystemCallFilter", { value: ["@system-service", "~@privileged", "@chown"] })] },
    subject: "SystemCallFilter",
  },
  // An empty list lifts these, and leaves no capability at all.
  {
    rule: "hardening-loosened",
    base: { hardening: [row("SystemCallFilter", { value: ["@system-service"], reset: true })] },
    head: { hardening: [row("SystemCallFilter", { value: [], reset: true })] },
    subject: "SystemCallFilter",
  },
  {
    rule: "hardening-tightened",
    base: { hardening: [row("CapabilityBoundingSet", { value: ["CAP_CHOWN"], reset: true })] },
    head: { hardening: [row("CapabilityBoundingSet", { value: [], reset: true })] },
    subject: "CapabilityBoundingSet",
  },
  // Nobody knows what a property does that no table lists.
  {
    rule: "hardening-changed",
    base: {},
    head: { hardening: [row("PrivateTmp"), row("ExecStartPre", { value: "+/bin/setup" })] },
    subject: "ExecStartPre",
  },
  {
    rule: "hardening-changed",
    base: {},
    head: { hardening: [row("PrivateTmp"), row("NetworkNamespacePath", { value: "/run/netns/host" })] },
    subject: "NetworkNamespacePath",
  },
  {
    rule: "hardening-changed",
    base: {},
    head: { hardening: [row("PrivateTmp"), row("PrivateUsers", { value: "identity" })] },
    subject: "PrivateUsers",
  },
  {
    rule: "hardening-removed",
    base: { hardening: [row("PrivateTmp"), row("MemoryMax", { value: "8G" })] },
    head: {},
    subject: "MemoryMax",
  },
  // A service has a keyring of its own where nothing is said.
  {
    rule: "hardening-loosened",
    base: {},
    head: { hardening: [row("PrivateTmp"), row("KeyringMode", { value: "shared" })] },
    subject: "KeyringMode",
  },
  // Each further word of systemd's, as its manual has them.
  ...(
    [
      ["ProtectProc", "ptraceable", "invisible"],
      ["ProtectProc", "invisible", "noaccess"],
      ["ProtectProc", "noaccess", "default"],
      ["ProtectHostname", "yes", "private"],
      ["ProtectControlGroups", "strict", "yes"],
    ] as const
  ).map(([property, strict, loose]) => ({
    rule: "hardening-loosened",
    base: { hardening: [row(property, { value: strict })] },
    head: { hardening: [row(property, { value: loose })] },
    subject: property,
  })),
  {
    rule: "hardening-changed",
    base: { hardening: [row("ProtectControlGroups")] },
    head: { hardening: [row("ProtectControlGroups", { value: "private" })] },
    subject: "ProtectControlGroups",
  },
  // Of what may not be executed, some may.
  {
    rule: "hardening-loosened",
    base: {},
    head: { hardening: [row("PrivateTmp"), row("ExecPaths", { value: ["/var/lib/app"] })] },
    subject: "ExecPaths",
  },
  // What systemd has for all services may be less.
  ...["MemoryMax=infinity", "TasksMax=infinity", "TasksMax=65536", "LimitCORE=1G"].map((assignment) => {
    const [property = "", value = ""] = assignment.split("=");
    return {
      rule: "hardening-changed",
      base: {},
      head: { hardening: [row("PrivateTmp"), row(property, { value })] },
      subject: property,
    };
  }),
  {
    rule: "lock-removed",
    base: {},
    head: { hardening: [row("PrivateTmp", { locked: false })] },
    subject: "PrivateTmp",
  },
  {
    rule: "lock-removed",
    base: { hardening: [row("PrivateTmp", { where: ["flag"] })] },
    head: { hardening: [row("PrivateTmp", { where: ["flag"], locked: false })] },
    subject: "PrivateTmp",
  },
  {
    rule: "lock-removed",
    base: { hardening: [row("CapabilityBoundingSet", { value: [], reset: true })] },
    head: { hardening: [row("CapabilityBoundingSet", { value: [] })] },
    subject: "CapabilityBoundingSet",
  },
  {
    rule: "network-opened",
    base: { hardening: [row("RestrictAddressFamilies", { value: ["AF_UNIX"] })] },
    head: { hardening: [row("RestrictAddressFamilies", { value: ["AF_UNIX", "AF_INET"] })] },
    subject: "RestrictAddressFamilies",
  },
  {
    rule: "network-opened",
    base: { hardening: [row("RestrictAddressFamilies", { value: ["AF_UNIX"], reset: true })] },
    head: { hardening: [row("RestrictAddressFamilies", { value: [], reset: true })] },
    subject: "RestrictAddressFamilies",
  },
  {
    rule: "network-opened",
    base: { hardening: [row("PrivateNetwork")] },
    head: { hardening: [] },
    subject: "PrivateNetwork",
  },
  {
    rule: "network-opened",
    base: { hardening: [] },
    head: { hardening: [row("IPAddressAllow", { value: ["any"] })] },
    subject: "IPAddressAllow",
  },
  // In each direction that an option can say it protects in.
  { rule: "guard-lowered", ...guard("false", false, true) },
  { rule: "guard-lowered", ...guard("true", true, false) },
  { rule: "guard-lowered", ...guard("smaller", 4096, null) },
  { rule: "guard-lowered", ...guard("smaller", "8G", "16G") },
  { rule: "guard-lowered", ...guard("smaller", "900M", "1G") },
  { rule: "guard-lowered", ...guard("smaller", "59min", "1h") },
  { rule: "guard-lowered", ...guard("subset", [], ["any"]) },
  { rule: "guard-lowered", ...guard("subset", {}, { NODE_OPTIONS: "--inspect" }) },
  { rule: "guard-lowered", ...guard("superset", ["169.254.169.254"], []) },
  { rule: "guard-lowered", ...guard("mask", "0022", "0000") },
  { rule: "guard-lowered", ...guard(["never", "newer"], "never", "newer") },
  { rule: "guard-lowered", ...guard(["never", "newer"], "newer", "always") },
  { rule: "guard-changed", ...guard("smaller", "8G", "50%") },
  { rule: "guard-changed", ...guard("smaller", "8G", "much") },
  { rule: "guard-changed", ...guard("subset", ["git"], ["curl"]) },
  { rule: "guard-changed", ...guard("mask", "0022", "0007") },
  { rule: "guard-changed", ...guard(["never"], "always", "sometimes") },
  {
    rule: "guard-changed",
    base: { options: [option("kept", { protects: "subset", default: { kind: "nix", text: "[]" } })] },
    head: { options: [option("kept", { protects: "subset", default: { kind: "nix", text: "all" } })] },
    subject: "services.app.kept",
  },
  { rule: "default-changed", ...guard("nothing", "a", "b") },
  // What the documentation shows of a default need not be the default.
  {
    rule: "default-changed",
    base: { options: [option("kept", { defaultText: "the usual" })] },
    head: { options: [option("kept", { defaultText: "the usual", ...preset("y") })] },
    subject: "services.app.kept",
  },
  {
    rule: "option-changed",
    base: {
      options: [
        option("kept", {
          type: { kind: "package" },
          declaration: { kind: "package", attribute: "x", nullable: false },
        }),
      ],
    },
    head: {
      options: [
        option("kept", {
          type: { kind: "package" },
          declaration: { kind: "package", attribute: "x", nullable: true },
        }),
      ],
    },
    subject: "services.app.kept",
  },
  { rule: "file-unlisted", base: {}, head: { stray: { "more.nix": "1" } }, subject: "more.nix" },
  {
    rule: "mode-changed",
    base: { modes: { "app/a.sh": "file" } },
    head: { modes: { "app/a.sh": "link" } },
    subject: "app/a.sh",
  },
  {
    rule: "tree-edited",
    base: { files: { "notes.txt": "Closed.\n" } },
    head: { files: { "notes.txt": "Closed.\n" }, edited: { "notes.txt": "Open.\n" } },
    subject: "notes.txt",
  },
  // No option differs, so what declares them must not either.
  {
    rule: "wiring-changed",
    base: { files: { "options.nix": '{ x = mkOption { default = "/a"; }; }\n' } },
    head: { files: { "options.nix": '{ x = mkOption { default = "/"; }; }\n' } },
    subject: "options.nix",
  },
  {
    rule: "script-changed",
    base: { files: { "runner.sh": "#!/bin/bash -p\nrun\n" } },
    head: { files: { "runner.sh": "#!/bin/sh\nrun\n" } },
    subject: "runner.sh",
  },
  // The second line no longer belongs to the first.
  {
    rule: "script-changed",
    base: { files: { "runner.sh": "run \\\n  --safe\n" } },
    head: { files: { "runner.sh": "run \\\n  # safely\n  --safe\n" } },
    subject: "runner.sh",
  },
  {
    rule: "script-changed",
    base: { files: { "runner.sh": "cat <<END\n# a\nEND\n" } },
    head: { files: { "runner.sh": "cat <<END\n# b\nEND\n" } },
    subject: "runner.sh",
  },
];
