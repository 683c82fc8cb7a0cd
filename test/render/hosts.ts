import * as fc from "fast-check";
import type { Json, JsonObject } from "../../src/compiler/ir/types.js";
import { hardening } from "../../src/isolation/policy/hardening.js";
import { tightening } from "../../src/isolation/policy/tightening.js";

/** Host files that the schema takes; some of them the module refuses. */

/** Option path to value. */
type HostData = Readonly<Record<string, Json>>;

/** Any text that Nix can hold, favouring what shells, systemd, sudo and Nix give a meaning to. */
const text = (options: fc.StringConstraints = {}): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.constantFrom(
        "'; id; '",
        "$(id)",
        "`id`",
        "${HOME}",
        "''${x}",
        "$$ %h %% \\",
        '"quoted" \\" \\n',
        "two\nlines\r\n",
        "\t tab ",
        "-leading",
        "a:b,c=d",
        "ü€😀",
        "\u001b[31m",
      ),
      fc.string({ unit: "binary", maxLength: 12, ...options }),
    )
    .map((value) => value.replaceAll("\0", "0"))
    .filter((value) => value.length >= (options.minLength ?? 0));

const userName = fc.stringMatching(/^[a-z_][a-z0-9._-]{0,9}$/);
const root = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom("~/p", "~/work/private", "/srv/code/", "~/a b", "~//x/./y", "/opt/it's"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("p", "~", "/", "~/", "/home", "~/..", "/var/lib", "/var/lib/pi-agent/users"),
  },
  { weight: 1, arbitrary: text({ minLength: 1 }).map((end) => `~/${end}`) },
);
const configPath = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(null, ".pi/agent", ".config/pi", "my config/$pi") },
  { weight: 1, arbitrary: fc.constantFrom("/etc", "~/.pi", "a/../..") },
);
const partial = (members: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<JsonObject> =>
  fc
    .record(members, { requiredKeys: [], noNullPrototype: true })
    .map((chosen) => Object.fromEntries(Object.entries(chosen).filter(isPresent)));
const isPresent = (member: [string, Json | undefined]): member is [string, Json] => member[1] !== undefined;

const hostUser = fc
  .record({
    projectRoots: fc.array(root, { minLength: 1, maxLength: 3 }),
    rest: partial({
      configPath,
      exposure: fc.constantFrom("project", "root"),
      sync: partial({
        auth: fc.constantFrom("never", "if-missing", "newer"),
        maxBytes: fc.integer({ min: 1 }),
        maxDepth: fc.integer({ min: 1, max: 64 }),
        overflow: fc.constantFrom("refuse", "truncate"),
      }),
    }),
  })
  .map(({ projectRoots, rest }): Json => ({ projectRoots, ...rest }));

const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), text()),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(text(), tie("json"), { maxKeys: 3 }),
  ),
})).json;

const settings = fc
  .tuple(
    partial({
      defaultProvider: text(),
      quietStartup: fc.constantFrom(true, false, "header", null),
      theme: fc.option(text()),
    }),
    fc.dictionary(
      text({ minLength: 1 }).map((name) => `x-${name}`),
      json,
      { maxKeys: 3 },
    ),
  )
  .map(([known, fresh]): Json => ({ ...known, ...fresh }));

const properties = [
  ...new Set([...hardening.map(({ property }) => property), ...tightening, "BindPaths", "ExecStartPre"]),
];
const extraProperties = fc.dictionary(
  fc.constantFrom(...properties),
  fc.oneof(
    fc.constantFrom<Json[]>(
      true,
      false,
      "yes",
      "strict",
      "",
      "a\nExecStart=/x",
      5,
      "~@mount",
      "self",
      "10.0.0.0/8",
    ),
    fc.array(fc.constantFrom("~@debug", "@system-service", "AF_UNIX", "-/srv", "~@mount"), { maxLength: 3 }),
  ),
  { maxKeys: 1 },
);

const address = fc.constantFrom("10.0.0.0/8", "::1", "any", "localhost", "169.254.169.254");
/** What only the proxy can decide on. */
const named = fc.constantFrom(
  "api.anthropic.com",
  "*.b.de:8443",
  "abc.de",
  "10.0.0.0/8:80",
  "[fd00::1]",
  "[fd00::/8]:80",
);
/** One of the values, and once in twenty times the odd one. */
const rarely = <T>(odd: T, ...usual: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 19, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constant(odd) });
const maybe = <T>(value: T): fc.Arbitrary<T | null> => fc.constantFrom(value, null);

const credentials = fc.dictionary(
  rarely("corp", "anthropic", "openai", "mistral", "git"),
  partial({
    baseUrl: maybe("https://llm.example.com:8443/v1"),
    header: fc.constantFrom(null, "authorization", "x-key"),
    prefix: fc.constantFrom(null, "", "Token "),
    paths: maybe(["/v1/messages", "/x"]),
  }).chain((rest) =>
    rarely("/nix/store/x", "/run/secrets/key", "/var/key").map((file): Json => ({ file, ...rest })),
  ),
  { maxKeys: 2 },
);

/** Paths of the system, of homes, and combinations of both. */
const stateDir = fc.oneof(
  fc.constantFrom("/tmp/x", "/srv/homes", "/srv/homes/x", "/srv/homes/x/y", "/home/elsewhere", "/.", "/.."),
  fc
    .array(fc.constantFrom("var", "lib", "etc", "srv", "homes", "x", "home", "nix", "log", ".", "..", ""), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => `/${parts.join("/")}`)
    .filter((path) => !path.endsWith("/")),
);

const agent = (users: readonly string[]): fc.Arbitrary<JsonObject> =>
  partial({
    enable: fc.oneof(
      { weight: 20, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    user: fc.oneof(
      { weight: 19, arbitrary: fc.constantFrom("pi-agent", "agent_1") },
      { weight: 1, arbitrary: fc.constantFrom("root", "nobody") },
    ),
    group: fc.oneof(
      { weight: 19, arbitrary: fc.constantFrom("pi-agent", "agents") },
      { weight: 1, arbitrary: fc.constantFrom("root", "wheel", "docker") },
    ),
    stateDir: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom("/var/lib/pi-agent", "/srv/state") },
      { weight: 1, arbitrary: stateDir },
    ),
    hostUsers: fc.dictionary(
      fc.oneof(
        { weight: 20, arbitrary: fc.constantFrom(...users) },
        { weight: 1, arbitrary: fc.constantFrom("root", "nobodyhere") },
      ),
      hostUser,
      { maxKeys: 3 },
    ),
    settings,
    environment: fc.dictionary(
      fc.oneof(
        { weight: 9, arbitrary: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/) },
        { weight: 1, arbitrary: fc.constantFrom("HOME", "LC_X", "API_KEY") },
      ),
      text(),
      { maxKeys: 3 },
    ),
    environmentFiles: fc.array(
      text({ minLength: 1 }).map((end) => `/run/${end.replace(/[%*?]/g, "_")}`),
      { maxLength: 2 },
    ),
    wrapper: partial({
      enable: fc.boolean(),
      commandName: fc.constantFrom("pi", "pi-isolated", "a.b+c"),
      hideDirectBinary: fc.oneof(
        { weight: 5, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
      hostConfigPath: fc.constantFrom(".pi/agent", "pi's dir"),
    }),
    projectAccess: fc.constantFrom("idmap", "acl"),
    protectGit: fc.boolean(),
    network: partial({
      mode: fc.constantFrom("full", "loopback", "none", "proxy"),
      allow: fc.array(fc.oneof({ weight: 4, arbitrary: address }, { weight: 1, arbitrary: named }), {
        maxLength: 2,
      }),
      deny: fc.array(address, { maxLength: 2 }),
      git: fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        {
          weight: 1,
          arbitrary: fc.dictionary(
            fc.constantFrom("github.com/a/b", "git.example.org/a/b/c"),
            partial({ push: fc.boolean(), credential: fc.constantFrom(null, "corp", "openai") }),
          ),
        },
      ),
    }),
    credentials: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: credentials }),
    nix: fc.oneof(
      { weight: 9, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.record({ access: fc.constantFrom("none", "daemon") }) },
    ),
    resources: partial({
      memoryMax: maybe("8G"),
      tasksMax: maybe(64),
      cpuQuota: maybe("200%"),
      runtimeMaxSec: maybe("8h 30min"),
    }),
    hardening: partial({ umask: fc.constantFrom("0022", "077"), extraProperties }),
  });

/** A host file's data, always with an agent that is enabled unless it says otherwise. */
export const hostData: fc.Arbitrary<HostData> = fc
  .uniqueArray(userName, { minLength: 1, maxLength: 4 })
  .chain((users) =>
    fc.tuple(
      fc.constant(users),
      agent(users),
      fc.record(
        {
          "nix.settings.trusted-users": fc.oneof(
            { weight: 20, arbitrary: fc.constant(["root"]) },
            { weight: 1, arbitrary: fc.constantFrom(["*"], ["root", "@agents"], ["pi-agent"]) },
          ),
          sudo: rarely("none", "sudo", "sudo-rs"),
        },
        { requiredKeys: ["sudo"] },
      ),
      fc.array(fc.constantFrom("/home/elsewhere", "/srv/homes/x"), { maxLength: 1 }),
    ),
  )
  .map(([users, options, { sudo, ...rest }, [otherHome]]) => ({
    ...rest,
    "security.sudo.enable": sudo === "sudo",
    "security.sudo-rs.enable": sudo === "sudo-rs",
    "users.users": Object.fromEntries(
      users.map((name, index) => [
        name,
        index === 0 && otherHome !== undefined
          ? { isNormalUser: true, home: otherHome }
          : { isNormalUser: true },
      ]),
    ),
    "m3ta.pi-agent": { enable: true, ...options },
  }));
