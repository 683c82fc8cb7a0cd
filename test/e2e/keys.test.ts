import { expect, test } from "vitest";
import { outsideKey } from "./lab/host.js";
import {
  agent,
  as,
  bash,
  describeHost,
  eventually,
  finish,
  meanwhile,
  modelUrl,
  newProject,
  probe,
  probed,
  received,
  startProbe,
  testOf,
} from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { startUpstream } from "./lab/upstream.js";
import { appears } from "./lab/waiting.js";

/** Keys that stay outside: the model is asked with them, and no session has them anywhere. */

const node = "/opt/node/bin/node";

/** Asks the provider of the lab on the way that an agent does, with a key of its own. */
const asking = (path: string, more = ""): string =>
  `${node} --no-warnings -e 'fetch("http://127.0.0.1:3128${path}", {headers: {authorization: "Bearer callers", "x-api-key": "callers", cookie: "callers"}${more}}).then(async (r) => console.log(r.status, (await r.text()).trim()))'`;

/** Matches the key, and is not it: what a session is told would be in its memory. */
const pattern = outsideKey.replace(/.$/, "[$&]");

/** Says which processes hold the key in their memory. */
const searching = `
const fs = require("fs");
const [, canary, ...pids] = process.argv;
for (const pid of pids) {
  if (!fs.existsSync("/proc/" + pid + "/mem")) continue; // one that has ended meanwhile
  const memory = fs.openSync("/proc/" + pid + "/mem", "r");
  for (const line of fs.readFileSync("/proc/" + pid + "/maps", "utf8").split("\\n")) {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) r/.exec(line) ?? [];
    if (from === undefined || line.includes("[v")) continue;
    let at = parseInt(from, 16);
    for (const end = parseInt(to, 16); at < end; at += 1 << 20) {
      const bytes = Buffer.alloc(Math.min((1 << 20) + 64, end - at));
      try { fs.readSync(memory, bytes, 0, bytes.length, at); } catch { break; }
      if (bytes.includes(canary)) { console.log(pid); at = end; }
    }
  }
}`;

/** Shakes hands through the proxy with an address, and stays. */
const staying = (address: string): string => `
const net = require("net"), tls = require("tls");
const socket = net.connect(3128, "127.0.0.1", () => socket.write("CONNECT ${address}:443 HTTP/1.1\\r\\nhost: ${address}:443\\r\\n\\r\\n"));
socket.once("data", () => tls.connect({ socket, rejectUnauthorized: false }, () => require("fs").writeFileSync("up", "")).on("error", () => {}).on("close", () => process.exit()));`;

describeHost("keys outside", "keys outside", () => {
  const upstream = meanwhile(startUpstream);

  test("the real agent completes a task with tool calls, and the model saw the key", async () => {
    const project = await newProject("m3tam3re");
    const word = `task-${process.pid}`;
    expect(await agent("m3tam3re", project, [bash(`echo ${word}`), bash("id -un")])).toEqual([
      word,
      subject.account,
    ]);
    const requests = await received(word);
    expect(requests.length).toBeGreaterThan(1);
    expect(new Set(requests.map(({ key }) => key))).toEqual(new Set([outsideKey]));
    expect(requests.map(({ body }) => body).join("")).not.toContain(outsideKey);
  });

  testOf("variables of a project's")("a project leads the real agent to no other address", async () => {
    const project = await newProject("m3tam3re");
    const word = `led-${process.pid}`;
    const env = { ANTHROPIC_BASE_URL: modelUrl().replace(/\/v1$/, ""), LAB_READ: word };
    await as("m3tam3re", `mkdir ${project}/.claude; cat >${project}/.claude/settings.json`, {
      stdin: JSON.stringify({ env }),
    });
    // Which is read.
    expect(await agent("m3tam3re", project, [bash("echo $LAB_READ; echo $ANTHROPIC_BASE_URL")])).toEqual([
      `${word}\nhttp://127.0.0.1:3128/anthropic`,
    ]);
    expect(new Set((await received(word)).map(({ key }) => key))).toEqual(new Set([outsideKey]));
  });

  test("the provider gets the key and nothing of the caller's, at its own paths only", async () => {
    const project = await newProject("m3tam3re");
    const seen = await probed(
      "m3tam3re",
      project,
      [
        asking("/anthropic/v1/messages?key=callers&beta=true"),
        asking("/anthropic/v1/files"),
        asking("/anthropic/v1/messages/../files"),
        asking("/anthropic/v1/messages/%2e%2e/files"),
        asking("/openai/chat/completions"),
        asking("/anthropic/v1/messages", ', method: "DELETE"'),
      ].join("\n"),
    );
    const lines = seen.split("\n").filter((line) => /^[0-9]{3}/.test(line));
    expect(lines.map((line) => line.slice(0, 3))).toEqual(["200", "403", "403", "403", "403", "403"]);
    expect(seen).toContain(`${subject.option}.credentials`);
    const last = upstream().asked.filter(
      ({ method, url }) => method === "GET" && url.startsWith("/v1/messages"),
    );
    expect(last.map(({ url }) => url)).toEqual(["/v1/messages?beta=true"]);
    expect(last[0]?.headers["x-api-key"]).toBe(outsideKey);
    expect(JSON.stringify(last[0]?.headers)).not.toContain("callers");
  });

  test("inside it is nowhere: files, environments, command lines, memory, units, the journal", async () => {
    const project = await newProject("m3tam3re");
    const running = startProbe(
      "m3tam3re",
      project,
      `${asking("/anthropic/v1/messages")} >asked; touch done
       grep -rlEs '${pattern}' / --exclude-dir=proc --exclude-dir=sys --exclude-dir=nix --exclude-dir=usr --exclude-dir=opt; cat /proc/*/environ /proc/*/cmdline | grep -aE '${pattern}'
       ls /run/credentials /run/secrets 2>&1; touch searched; until [ -e over ]; do read -rt 0.1 <> <(:) || :; done`,
    );
    await appears(`${project}/searched`);
    const holders = async (unit: string) => {
      const pids = await as(
        "root",
        `for unit in $(systemctl list-units --plain --no-legend '${unit}' | cut -d' ' -f1); do
           cat "/sys/fs/cgroup$(systemctl show -P ControlGroup "$unit")/cgroup.procs"; done`,
      );
      expect(pids).not.toBe("");
      return as("root", `${node} -e "$SEARCH" ${outsideKey} ${pids.replaceAll("\n", " ")}`, {
        env: { SEARCH: searching },
      });
    };
    // A search that finds it where it must be.
    expect(await holders(`egress-${subject.account}@*.service`)).not.toBe("");
    expect(await holders(`${subject.account}-*.service`)).toBe("");
    const told = await as(
      "root",
      `systemctl show '${subject.account}-*' 'egress-${subject.account}@*' --all; journalctl --sync; journalctl --all --output=export --no-pager | grep -a -v _CMDLINE`,
    );
    expect(told).toContain("LoadCredential");
    expect(told).not.toContain(outsideKey);
    await as("m3tam3re", `touch ${project}/over`);
    const { stdout } = await finish(running);
    expect(stdout).not.toContain(outsideKey);
    expect(await as("m3tam3re", `cat ${project}/asked`)).toBe("200 upstream");
  });

  test("git fetches and pushes what is listed, with a token that it does not have, and nothing else", async () => {
    const project = await newProject("m3tam3re", { git: true });
    const url = "https://git.lab.example/team";
    const seen = await probed(
      "m3tam3re",
      project,
      `export GIT_TERMINAL_PROMPT=0
       say() { if "$@" >/dev/null 2>/tmp/said; then echo yes; else grep -o 'error: 40[0-9]' /tmp/said || cat /tmp/said; fi; }
       say git push ${url}/open.git HEAD:refs/heads/main
       say git clone -q git@git.lab.example:team/open cloned; cat cloned/one.txt
       say git -C cloned fetch ssh://git@git.lab.example/team/open.git
       say git ls-remote ${url}/fetched
       say git push ${url}/fetched HEAD:refs/heads/main
       say git ls-remote ${url}/closed
       ${asking("/git/git.lab.example/team/open.git/objects/info/packs")} | cut -c1-3
       ${asking("/git/git.lab.example/api/v1/user")} | cut -c1-3`,
    );
    expect(seen.split("\n")).toEqual([
      "yes",
      "yes",
      "one",
      "yes",
      "yes",
      "error: 403",
      expect.stringContaining("403"),
      "403",
      "403",
    ]);
    const logins = upstream().asked.filter(({ headers }) => headers.host === "git.lab.example");
    expect(new Set(logins.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Basic ${Buffer.from(`x-access-token:${outsideKey}`).toString("base64")}`]),
    );
  });

  test("what the user has of other providers stays, and leads to the placeholder where a key is outside", async () => {
    const project = await newProject("m3tam3re");
    const names = new Set([subject.provider("").path, subject.settings]);
    const files = [...names].map((name) => `"$HOME/${subject.directory}/${name}"`);
    // An agent that reads several files has what the user wrote in any of them in one.
    const seen = await probed("m3tam3re", project, `cat ${files.join(" ")} 2>/dev/null || true`);
    expect(seen).toContain(`http://127.0.0.1:3128/${subject.asked}`);
    expect(seen).toContain("obedient");
    expect(seen).toContain("kept-outside");
  });

  test("a key that cannot be read is said before there is a session", async () => {
    await as("root", "mv /run/secrets/lab-key /run/secrets/elsewhere");
    const { code, stderr } = await probe("m3tam3re", await newProject("m3tam3re"), "true");
    await as("root", "mv /run/secrets/elsewhere /run/secrets/lab-key");
    expect(code).toBe(78);
    expect(stderr).toContain(`${subject.option}.credentials: /run/secrets/lab-key cannot be read`);
  });

  test("a proxy that is stopped says in the log how what was open has ended, and nothing but its log", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `cat >${project}/stay.js`, { stdin: staying(upstream().address) });
    const running = startProbe("m3tam3re", project, `exec ${node} stay.js`);
    await appears(`${project}/up`);
    await as("root", `systemctl stop 'egress-${subject.account}@*.service'`);
    await finish(running);
    const logged = `journalctl -o cat --no-pager -t egress-${subject.account}`;
    // journald has what it was told some time later.
    const said = await eventually(async () => {
      const lines = await as("root", `${logged} | grep '"host":"${upstream().address}"' || true`);
      return lines.includes("ended") ? lines : undefined;
    });
    const [begun, ended] = (said ?? "").split("\n").map((line) => JSON.parse(line));
    expect(begun).toMatchObject({ decision: "allowed", kind: "connect" });
    expect(ended).toMatchObject({ decision: "ended", kind: "connect", why: "stopped" });
    expect(ended.bytesDown).toBeGreaterThan(500);
    expect((await as("root", logged)).split("\n").filter((line) => !line.startsWith("{"))).toEqual([]);
  });

  test("a key in the environment as well is warned of", async () => {
    const environment = `/run/secrets/${subject.account}.env`;
    await as(
      "root",
      `cp -p ${environment} /run/secrets/kept; printf '%s=inside\\n' ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_CUSTOM_HEADERS >>${environment}`,
    );
    const { stderr } = await probe("m3tam3re", await newProject("m3tam3re"), "true");
    await as("root", `mv /run/secrets/kept ${environment}`);
    for (const name of ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS"])
      expect(stderr).toContain(`${name} is set in the session, whose key is to stay outside`);
  });
});
