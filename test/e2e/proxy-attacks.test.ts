import { expect, test } from "vitest";
import { mapValues } from "../../src/map-values.js";
import { answersTo, connect, get, type Question } from "./lab/asking.js";
import { as, describeHost, meanwhile } from "./lab/lab.js";
import { type Plain, startPlain } from "./lab/plain.js";
import { subject } from "./lab/subject.js";
import { startUpstream } from "./lab/upstream.js";

/** The ways around the proxy. Each has a control in which it works: without the proxy where it means something there. */

type Ways = Readonly<Record<string, Question>>;

/** What the two are for: servers that answer, and where. */
interface There {
  readonly upstream: string;
  readonly world: Plain["world"];
}

interface Attack {
  /** By the proxy, and how that ends. */
  readonly asked: Question;
  readonly end: string;
  /** The same without a proxy: it ends with the answer of a server. */
  readonly direct: Question;
}

const tls = (host: string, name: string): Question => ({ to: { host, port: 443 }, tls: name });
const plain = (host: string, port: number, raw = "hello\r\n"): Question => ({ to: { host, port }, raw });
const ssh = "SSH-2.0-OpenSSH_9.9\r\n";
const twoLengths = "content-length: 1\r\ntransfer-encoding: chunked\r\n";

/** The same address as other programs read it. */
function spellings(address: string) {
  const bytes = address.split(".").map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return {
    decimal: String(((a * 256 + b) * 256 + c) * 256 + d),
    short: `${a}.${b}.${c * 256 + d}`,
    octal: bytes.map((byte) => `0${byte.toString(8)}`).join("."),
    hexadecimal: `0x${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`,
    mapped: `::ffff:${address}`,
  };
}

const attacksOn = ({ upstream, world }: There): Readonly<Record<string, Attack>> => {
  const { decimal, short, octal, hexadecimal, mapped } = spellings(upstream);
  const byTls = (host: string, end: string, name = host): Attack => ({
    asked: { head: connect(`${host}:443`), tls: name },
    end,
    direct: tls(host, name),
  });
  const byName = (host: string, port: number): Attack => ({
    asked: { head: connect(`${host}:${port}`), raw: ssh },
    end: "403",
    direct: plain(host, port, ssh),
  });
  return {
    "a name that is not listed": byTls("forbidden.lab.example", "403"),
    "a listed name, another port": byName("allowed.lab.example", 22),
    "what a star stands for, without anything": byTls("wild.lab.example", "403"),
    "a name with a listed one at its end": byTls("notallowed.lab.example", "403"),
    "ssh over CONNECT": {
      asked: { head: connect("plain.wild.lab.example:443"), raw: ssh },
      end: "closed",
      direct: plain("plain.wild.lab.example", 443, ssh),
    },
    "plain HTTP over CONNECT": {
      asked: { head: connect("plain.wild.lab.example:443"), raw: get("/", "plain.wild.lab.example") },
      end: "closed",
      direct: plain("plain.wild.lab.example", 443, get("/", "plain.wild.lab.example")),
    },
    "another name in TLS": byTls("allowed.lab.example", "closed", "forbidden.lab.example"),
    "no name in TLS": byTls("allowed.lab.example", "closed", ""),
    "plain HTTP to a name that is not listed": {
      asked: { head: get("http://forbidden.lab.example/", "forbidden.lab.example") },
      end: "403",
      direct: plain("forbidden.lab.example", 80, get("/", "forbidden.lab.example")),
    },
    "plain HTTP, another Host": {
      asked: { head: get("http://allowed.lab.example/", "forbidden.lab.example") },
      end: "400",
      direct: plain("allowed.lab.example", 80, get("/", "forbidden.lab.example")),
    },
    "a name that leads to a private address": byName("private.lab.example", 8443),
    "an address that is not listed": {
      asked: { head: connect(`${world.host}:${world.port}`), raw: ssh },
      end: "403",
      direct: plain(world.host, world.port, ssh),
    },
    "a decimal address": byTls(decimal, "400", "allowed.lab.example"),
    "a short address": byTls(short, "400", "allowed.lab.example"),
    "an octal address": byTls(octal, "400", "allowed.lab.example"),
    "a hexadecimal address": byTls(hexadecimal, "400", "allowed.lab.example"),
    "a mapped address": {
      asked: { head: connect(`[${mapped}]:443`), tls: "allowed.lab.example" },
      end: "403",
      direct: tls(mapped, "allowed.lab.example"),
    },
    "user information": {
      asked: { head: get("http://allowed.lab.example@forbidden.lab.example/", "allowed.lab.example") },
      end: "400",
      direct: plain("forbidden.lab.example", 80, get("/", "allowed.lab.example")),
    },
    "two lengths": {
      asked: { head: get("http://allowed.lab.example/", "allowed.lab.example", twoLengths) },
      end: "400",
      direct: plain("allowed.lab.example", 80, get("/", "allowed.lab.example", twoLengths)),
    },
  };
};

/** Past the proxy, with no word to it: each of these, and what has no part in it. */
const past = ({ upstream, world }: There): Ways => ({
  ...mapValues(attacksOn({ upstream, world }), ({ direct }) => direct),
  "an address of the loopback": tls(upstream, "allowed.lab.example"),
  "an address of the world, by TCP": plain(world.host, world.port),
  "an address of the world, by UDP": { to: world, udp: true, raw: "hello" },
});

/** What only a proxy can refuse; the control is what it lets through, and how that ends. */
const refused = ({ upstream }: There) => {
  const name: Question = { head: connect("allowed.lab.example:443"), tls: "allowed.lab.example" };
  return {
    "the metadata address, and an address that is listed": {
      asked: { head: connect("169.254.169.254:443") },
      end: "403",
      control: { head: connect(`${upstream}:443`) },
      passed: "200",
    },
    "the metadata address by plain HTTP, and a name that is listed": {
      asked: { head: get("http://169.254.169.254/latest/", "169.254.169.254") },
      end: "403",
      control: { head: get("http://allowed.lab.example/", "allowed.lab.example") },
      passed: "200",
    },
    "a trailing dot, and none": {
      asked: { head: connect("allowed.lab.example.:443") },
      end: "400",
      control: name,
      passed: "upstream",
    },
    "a NUL, and none": {
      asked: { head: connect("allowed.lab.example\0.forbidden.lab.example:443") },
      end: "400",
      control: name,
      passed: "upstream",
    },
  };
};

/** What the two are for, in a host's tests. */
function startServers() {
  const upstream = meanwhile(startUpstream);
  const plain = meanwhile(() => startPlain(upstream().address));
  return { upstream, there: (): There => ({ upstream: upstream().address, world: plain().world }) };
}

/** A server's answer. */
const answered = /^(upstream|plain)$/;
/** A network that is not there. */
const nowhere = /^(ECONNREFUSED|ENETUNREACH|EPERM|EACCES)$/;

describeHost("by proxy", "the proxy", () => {
  const servers = startServers();

  test("lets through what is listed, and no way around it", async () => {
    const attacks = attacksOn(servers.there());
    const listed: Ways = {
      "the name": { head: connect("allowed.lab.example:443"), tls: "allowed.lab.example" },
      "the name in capitals": { head: connect("ALLOWED.lab.example:443"), tls: "allowed.lab.example" },
      "a name of the star's": { head: connect("a.wild.lab.example:443"), tls: "a.wild.lab.example" },
    };
    const seen = await answersTo({ ...listed, ...mapValues(attacks, ({ asked }) => asked) });
    expect(seen).toEqual({ ...mapValues(listed, () => "upstream"), ...mapValues(attacks, ({ end }) => end) });
    expect(servers.upstream().asked).toHaveLength(Object.keys(listed).length);
  });

  test("has nothing beside it: without a word to it, each ends nowhere", async () => {
    const seen = await answersTo(past(servers.there()));
    expect(seen).toEqual(mapValues(past(servers.there()), () => expect.stringMatching(nowhere)));
  });

  test("refuses what means nothing without it, beside what it lets through", async () => {
    const attacks = refused(servers.there());
    expect(await answersTo(mapValues(attacks, ({ asked }) => asked))).toEqual(
      mapValues(attacks, ({ end }) => end),
    );
    expect(await answersTo(mapValues(attacks, ({ control }) => control))).toEqual(
      mapValues(attacks, ({ passed }) => passed),
    );
  });

  test("the log has what it decided, and who had asked", async () => {
    await as("root", "journalctl --sync");
    const text = await as(
      "root",
      `${subject.account}-log --json | jq -c 'select(.proxy.refused > 5) | .caller' | head -1`,
    );
    expect(text).toBe('"m3tam3re"');
  });
});

describeHost("guide", "in the mode `full`, the control", () => {
  const servers = startServers();

  test("each of these gets its answer", async () => {
    const ways = past(servers.there());
    expect(await answersTo(ways)).toEqual(mapValues(ways, () => expect.stringMatching(answered)));
  });
});

describeHost("keys outside", "the proxy", () => {
  meanwhile(startUpstream);

  const git = (repository: string) =>
    get(
      `/git/git.lab.example/${repository}/info/refs?service=git-upload-pack`,
      "x",
      "git-protocol: version=2\r\n",
    );

  test("refuses a key and a repository that are not there, beside those that are", async () => {
    const seen = await answersTo({
      "a key": { head: get("/anthropic/v1/models", "x") },
      "no key": { head: get("/openai/v1/models", "x") },
      "a repository": { head: git("team/open") },
      "no repository": { head: git("team/closed") },
    });
    expect(seen).toEqual({ "a key": "200", "no key": "403", "a repository": "200", "no repository": "403" });
  });
});
