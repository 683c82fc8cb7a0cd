import { describe, expect, test } from "vitest";
import { resolverSockets, startCanary } from "./lab/canary.js";
import { as, describeHost, meanwhile, newProject, probed } from "./lab/lab.js";

/** The resolver of the host hears nothing of a session that has no network but its proxy: a name that is asked for is a message. */

const node = "/opt/node/bin/node --no-warnings";

/** A question for the name's address (RFC 1035), as the octal escapes of printf(1). */
function question(name: string): string {
  const labels = name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  const head = Buffer.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const message = Buffer.concat([head, ...labels, Buffer.from([0, 0, 1, 0, 1])]);
  return [...message].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
const lengthOf = (name: string) => `\\000\\${(name.length + 18).toString(8).padStart(3, "0")}`;

/** Each way to have a name looked up, as a script that asks for the name or knocks. */
const ways: Readonly<Record<string, (name: string, server: string) => string>> = {
  getent: (name) => `getent ahosts ${name}`,
  bash: (name) => `: >/dev/tcp/${name}/80`,
  perl: (name) => `perl -e 'gethostbyname("${name}")'`,
  lookup: (name) => `${node} -e 'require("dns").lookup("${name}", () => {})'`,
  resolve: (name) => `${node} -e 'require("dns").resolve4("${name}", () => {})'`,
  txt: (name) => `${node} -e 'require("dns").resolveTxt("${name}", () => {})'`,
  server: (name, server) =>
    `${node} -e 'const { Resolver } = require("dns"), one = new Resolver({ timeout: 1000, tries: 1 }); one.setServers(["${server}"]); one.resolve4("${name}", () => {})'`,
  mapped: (name, server) =>
    `${node} -e 'const { Resolver } = require("dns"), one = new Resolver({ timeout: 1000, tries: 1 }); one.setServers(["[::ffff:${server}]"]); one.resolve4("${name}", () => {})'`,
  udp: (name, server) => `printf '${question(name)}' >/dev/udp/${server}/53`,
  tcp: (name, server) =>
    `exec 3<>/dev/tcp/${server}/53; printf '${lengthOf(name)}${question(name)}' >&3; timeout 1 cat <&3`,
  mdns: (name) => `printf '${question(name)}' >/dev/udp/224.0.0.251/5353`,
  llmnr: (name) => `printf '${question(name)}' >/dev/udp/224.0.0.252/5355`,
  dot: (_, server) => `: >/dev/tcp/${server}/853`,
  git: (name) => `git -c http.proxy= ls-remote https://${name}/a`,
  fetch: (name) =>
    `env -u HTTPS_PROXY -u https_proxy -u NODE_USE_ENV_PROXY ${node} -e 'fetch("https://${name}/").catch(() => {})'`,
};

/** Through the proxy. It decides by the name and looks it up afterwards, so that it does not ask for others'. */
const byProxy = {
  "by-fetch": (name: string) => `${node} -e 'fetch("https://${name}/").catch(() => {})'`,
  "by-git": (name: string) => `git ls-remote https://${name}/a`,
  "by-connect": (name: string) =>
    `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'CONNECT ${name}:443 HTTP/1.1\\r\\nhost: ${name}:443\\r\\n\\r\\n' >&3; head -1 <&3`,
  "by-absolute-form": (name: string) =>
    `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'GET http://${name}/ HTTP/1.1\\r\\nhost: ${name}\\r\\n\\r\\n' >&3; head -1 <&3`,
};

/** A question at nscd's socket for the addresses of a name, and a knock at the other's. */
const knock = `${node} -e '
  const net = require("net"), name = "file.canary.example\\0", head = Buffer.alloc(12);
  [2, 14, name.length].forEach((word, index) => head.writeInt32LE(word, 4 * index));
  for (const [path, text] of [["${resolverSockets.varlink}", ""], ["${resolverSockets.nscd}", Buffer.concat([head, Buffer.from(name)])]])
    net.connect(path, function () { this.end(text); }).on("error", () => {}).resume();'`;

const all = (given: Readonly<Record<string, (name: string, server: string) => string>>, server: string) =>
  Object.entries(given)
    .map(([way, script]) => `( ${script(`${way}.canary.example`, server)} ) >/dev/null 2>&1 </dev/null || :`)
    .join("\n");

const sorted = (names: readonly string[]) => [...names].sort();

describeHost("by proxy", "the host's resolver", () => {
  const canary = meanwhile(startCanary);

  test("hears the proxy, which looks up a name that may be reached, as the host's programs do", async () => {
    const seen = await probed(
      "m3tam3re",
      await newProject("m3tam3re"),
      `exec 3<>/dev/tcp/127.0.0.1/3128; printf 'CONNECT gone.wild.lab.example:443 HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3; head -1 <&3`,
    );
    expect(seen).toMatch(/^HTTP\/1.1 502 /);
    expect(await canary().asked()).toEqual(["gone by nscd"]);
  });

  test("hears nothing of a session, whatever it tries", async () => {
    const script = [all(ways, canary().address), all(byProxy, canary().address), knock].join("\n");
    await probed("m3tam3re", await newProject("m3tam3re"), script);
    expect(await canary().asked()).toEqual([]);
  });

  test("would hear its sockets, at which a user of the host knocks", async () => {
    await as("m3tam3re", knock);
    expect(sorted(await canary().asked())).toEqual(["file by nscd", "varlink"]);
  });
});

describe("a control", () => {
  describeHost("guide", "the host's resolver", () => {
    const canary = meanwhile(startCanary);

    test("hears each of these ways in the mode `full`, but for its sockets, which no session has", async () => {
      const script = [all(ways, canary().address), knock].join("\n");
      await probed("m3tam3re", await newProject("m3tam3re"), script);
      expect(sorted(await canary().asked())).toEqual(sorted(Object.keys(ways)));
    });

    test("hears the proxy's programs where there is no proxy", async () => {
      const { "by-fetch": fetched, "by-git": listed } = byProxy;
      await probed(
        "m3tam3re",
        await newProject("m3tam3re"),
        all({ "by-fetch": fetched, "by-git": listed }, canary().address),
      );
      expect(sorted(await canary().asked())).toEqual(["by-fetch", "by-git"]);
    });
  });
});

describeHost("no network", "the host's resolver", () => {
  const canary = meanwhile(startCanary);

  test("hears nothing of a session", async () => {
    const script = [all(ways, canary().address), knock].join("\n");
    await probed("m3tam3re", await newProject("m3tam3re"), script);
    expect(await canary().asked()).toEqual([]);
  });
});
