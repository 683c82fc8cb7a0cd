import { afterAll, beforeAll, expect, test } from "vitest";
import {
  as,
  describeHost,
  eventually,
  finish,
  leftoversInTheEnd,
  newProject,
  probed,
  startProbe,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { startUpstream } from "./lab/upstream.js";

/** What a session reaches by its proxy, and the ways around it, each beside one that works. */

const node = "/opt/node/bin/node";

/** Sends each text to the proxy, and prints the first lines of the answers as JSON; TLS to `name` where one is given. */
const asking = `
const net = require("net"), tls = require("tls");
const one = ([raw, name, then]) => new Promise((done) => {
  let heard = "", shaken = false;
  const socket = net.connect(3128, "127.0.0.1", () => socket.write(Buffer.from(raw, "latin1")));
  const end = (text) => { socket.destroy(); done(text); };
  socket.setTimeout(8000, () => end("hangs"));
  socket.on("error", ({ code }) => end(code)).on("close", () => done(heard === "" ? "closed" : heard));
  socket.on("data", (bytes) => {
    if (shaken) return;
    heard += bytes.toString("latin1");
    if (!heard.includes("\\r\\n\\r\\n")) return;
    const status = heard.split(" ")[1];
    if (status !== "200" || name === undefined) return end(status);
    shaken = true;
    if (then !== undefined) {
      socket.on("data", (more) => end(more[0] === 0x15 ? "closed" : "answered")).on("close", () => done("closed"));
      return socket.write(Buffer.from(then, "latin1"));
    }
    socket.removeAllListeners("data").removeAllListeners("close");
    const secure = tls.connect({ socket, servername: name, rejectUnauthorized: false }, () =>
      secure.write("GET / HTTP/1.1\\r\\nhost: x\\r\\nconnection: close\\r\\n\\r\\n"));
    let text = "";
    secure.on("data", (more) => { text += more; });
    secure.on("error", () => done("closed")).on("close", () => done(text === "" ? "closed" : text.trim().split("\\n").at(-1)));
  });
});
(async () => {
  const answers = [];
  for (const question of JSON.parse(process.argv[1])) answers.push(await one(question));
  console.log(JSON.stringify(answers));
})();`;

type Question = readonly [raw: string, name?: string, then?: string];

/** One session that asks all of it. */
async function answers(questions: readonly Question[]): Promise<readonly string[]> {
  const project = await newProject("m3tam3re");
  await as("m3tam3re", `cat >${project}/ask.js; cat >${project}/questions`, {
    stdin: asking,
  });
  await as("m3tam3re", `cat >${project}/questions`, { stdin: JSON.stringify(questions) });
  const text = await probed("m3tam3re", project, `${node} -e "$(cat ask.js)" "$(cat questions)"`);
  return JSON.parse(text) as string[];
}

const connect = (authority: string): string => `CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n`;
const get = (url: string, host: string, more = ""): string =>
  `GET ${url} HTTP/1.1\r\nhost: ${host}\r\n${more}\r\n`;

/** Each way around, and how it ends: a status, or a connection that is closed, with an alert of TLS before it or without. */
const attacks: Readonly<Record<string, readonly [Question, string]>> = {
  "a name that is not listed": [[connect("forbidden.lab.example:443"), "forbidden.lab.example"], "403"],
  "a listed name, another port": [[connect("allowed.lab.example:22"), "allowed.lab.example"], "403"],
  "what a star stands for, without anything": [[connect("wild.lab.example:443"), "wild.lab.example"], "403"],
  "a name with a listed one at its end": [[connect("notallowed.lab.example:443"), "x"], "403"],
  "ssh over CONNECT": [[connect("allowed.lab.example:443"), "x", "SSH-2.0-OpenSSH_9.9\r\n"], "closed"],
  "plain HTTP over CONNECT": [
    [connect("allowed.lab.example:443"), "x", get("/", "allowed.lab.example")],
    "closed",
  ],
  "another name in TLS": [[connect("allowed.lab.example:443"), "forbidden.lab.example"], "closed"],
  "no name in TLS": [[connect("allowed.lab.example:443"), ""], "closed"],
  "plain HTTP to a name that is not listed": [
    [get("http://forbidden.lab.example/", "forbidden.lab.example")],
    "403",
  ],
  "plain HTTP, another Host": [[get("http://allowed.lab.example:443/", "forbidden.lab.example")], "400"],
  "a name that leads to a private address": [
    [connect("private.lab.example:8443"), "private.lab.example"],
    "403",
  ],
  "an address that is not listed": [[connect("10.0.0.1:443"), "x"], "403"],
  "the metadata address": [[get("http://169.254.169.254/latest/", "169.254.169.254")], "403"],
  "a decimal address": [[connect("2130706433:443"), "x"], "400"],
  "a short address": [[connect("127.1:443"), "x"], "400"],
  "an octal address": [[connect("0177.0.0.1:443"), "x"], "400"],
  "a mapped address": [[connect("[::ffff:169.254.169.254]:443"), "x"], "403"],
  "a trailing dot": [[connect("forbidden.lab.example.:443"), "x"], "400"],
  "a NUL": [[connect("allowed.lab.example\0.forbidden.lab.example:443"), "x"], "400"],
  "user information": [[get("http://allowed.lab.example@forbidden.lab.example/", "x")], "400"],
  "two lengths": [
    [
      get(
        "http://allowed.lab.example:443/",
        "allowed.lab.example:443",
        "content-length: 1\r\ntransfer-encoding: chunked\r\n",
      ),
    ],
    "400",
  ],
  "a key that is not there": [[get("/anthropic/v1/messages", "x")], "403"],
  "a repository that is not listed": [
    [get("/git/github.com/a/b/info/refs?service=git-upload-pack", "x")],
    "403",
  ],
};

describeHost("by proxy", "the proxy", () => {
  let upstream: Awaited<ReturnType<typeof startUpstream>>;
  beforeAll(async () => {
    upstream = await startUpstream();
  });
  afterAll(() => upstream.close());

  test("lets through what is listed, and no way around it", async () => {
    const controls: readonly Question[] = [
      [connect("allowed.lab.example:443"), "allowed.lab.example"],
      [connect("ALLOWED.lab.example:443"), "allowed.lab.example"],
      [connect("a.wild.lab.example:443"), "a.wild.lab.example"],
    ];
    const [first = "", second = "", third = "", ...ends] = await answers([
      ...controls,
      ...Object.values(attacks).map(([question]) => question),
    ]);
    expect([first, second, third]).toEqual(["upstream", "upstream", "upstream"]);
    const names = Object.keys(attacks);
    expect(Object.fromEntries(names.map((name, index) => [name, ends[index]]))).toEqual(
      Object.fromEntries(Object.entries(attacks).map(([name, [, end]]) => [name, end])),
    );
    expect(upstream.asked).toHaveLength(controls.length);
  });

  test("there is nothing beside it: no resolver, no route, no other session's", async () => {
    const project = await newProject("m3tam3re");
    const other = startProbe("alice", await newProject("alice"), "echo up; sleep 30");
    await eventually(async () =>
      (await as("root", `systemctl list-units --plain --no-legend 'egress-${subject.account}@*.socket'`)) ===
      ""
        ? undefined
        : true,
    );
    const seen = await probed(
      "m3tam3re",
      project,
      `getent hosts allowed.lab.example >/dev/null && grep -c . /etc/resolv.conf
       ls /sys/class/net
       grep -c . /proc/net/route
       { printf x >/dev/udp/127.0.0.53/53; } 2>/dev/null; cat </dev/null >/dev/tcp/127.0.0.1/53 2>/dev/null || echo no resolver
       { exec 4<>/dev/tcp/${upstream.address}/443; } 2>/dev/null || echo no route
       grep -c ' 0100007F:0C38 ' /proc/net/tcp`,
    );
    other.kill();
    await finish(other);
    expect(seen.split("\n").slice(-5)).toEqual(["lo", "1", "no resolver", "no route", "1"]);
  });

  test("programs find it: Node's fetch and git's", async () => {
    const project = await newProject("m3tam3re");
    const fetched = `NODE_TLS_REJECT_UNAUTHORIZED=0 ${node} --no-warnings -e 'fetch("https://allowed.lab.example/x").then((r) => r.text()).then((t) => process.stdout.write(t))'`;
    expect(await probed("m3tam3re", project, fetched)).toBe("upstream");
    const refused = `git ls-remote https://forbidden.lab.example/a/b 2>&1 || true`;
    expect(await probed("m3tam3re", project, refused)).toMatch(/403/);
  });

  test("a proxy that is killed ends its connections, and the next one finds another", async () => {
    const project = await newProject("m3tam3re");
    const running = startProbe(
      "m3tam3re",
      project,
      `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET /x HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3; head -1 <&3; exec 3>&-
       touch asked; until [ -e killed ]; do sleep 0.1; done
       exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET /x HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3; head -1 <&3`,
    );
    await eventually(async () =>
      (await as("m3tam3re", `ls ${project}`)).includes("asked") ? true : undefined,
    );
    await as(
      "root",
      `systemctl kill --signal=KILL 'egress-${subject.account}@*.service'; touch ${project}/killed`,
    );
    const { stdout } = await finish(running);
    expect(stdout.match(/HTTP\/1.1 403 Forbidden/g)).toHaveLength(2);
  });

  test("a proxy that cannot start is a network that is not there, at once", async () => {
    const drop = `/run/systemd/system/egress-${subject.account}@.service.d`;
    await as(
      "root",
      `mkdir -p ${drop}; printf '[Service]\\nExecStart=\\nExecStart=/bin/false\\n' >${drop}/x.conf; systemctl daemon-reload`,
    );
    const seen = await probed(
      "m3tam3re",
      await newProject("m3tam3re"),
      `for i in 1 2 3; do { exec 3<>/dev/tcp/127.0.0.1/3128 && printf 'GET / HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3 && timeout 20 cat <&3; } 2>/dev/null; echo "ended $?"; done
       { exec 4<>/dev/tcp/${upstream.address}/443; } 2>/dev/null || echo no route`,
    );
    await as("root", `rm -r ${drop}; systemctl daemon-reload`);
    expect(seen).not.toMatch(/HTTP|ended 124/);
    expect(seen).toMatch(/no route$/);
  });

  test("many sessions at once, each with its own, and nothing is left of them", async () => {
    const project = await newProject("m3tam3re");
    const one = `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET /x HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3; head -1 <&3`;
    const ended = await Promise.all(
      Array.from({ length: 20 }, () => finish(startProbe("m3tam3re", project, one))),
    );
    expect(ended.map(({ stdout }) => stdout.trim())).toEqual(ended.map(() => "HTTP/1.1 403 Forbidden"));
    expect(await leftoversInTheEnd()).toEqual([]);
    const units = `systemctl list-units --all --plain --no-legend 'egress-${subject.account}@*'`;
    expect(await eventually(async () => ((await as("root", units)) === "" ? "none" : undefined))).toBe(
      "none",
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

  test("its own sandbox is as tight as a session's", async () => {
    const score = `systemd-analyze security --offline=yes --no-pager /etc/systemd/system/egress-${subject.account}@.service | tail -1`;
    const [, exposure = "10"] = /: ([0-9.]+) /.exec(await as("root", score)) ?? [];
    expect(Number(exposure)).toBeLessThanOrEqual(1.3);
  });
});
