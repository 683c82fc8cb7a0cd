import { describe, expect, it } from "vitest";
import { examine } from "../../src/isolation/doctor/examine.js";
import { piAgent } from "../support/pi.js";
import {
  absent,
  type Change,
  changed,
  denied,
  failed,
  healthy,
  recorded,
  runner,
  runnerScript,
} from "./host.js";

/** What doctor has to say of the proxy of `network.mode = "proxy"`. */

const node = "/nix/store/ccc-nodejs/bin/node";
const main = "/nix/store/ddd-egress/main.mjs";
const configuration = "/nix/store/eee-pi-agent-egress.json";
const showSocket =
  "systemctl show --property=LoadState,Listen,PrivateNetwork -- egress-pi-agent@doctor.socket";
const showService =
  "systemctl show --property=LoadState,DynamicUser,User,SupplementaryGroups,ExecStart -- egress-pi-agent@doctor.service";
const socket = "LoadState=loaded\nListen=127.0.0.1:3128 (Stream)\nPrivateNetwork=yes\n";
const service = `LoadState=loaded
DynamicUser=yes
User=egress-pi-agent-doctor
SupplementaryGroups=
ExecStart={ path=${node} ; argv[]=${node} --jitless --use-openssl-ca ${main} ${configuration} ; ignore_errors=no ; start_time=[n/a] }
`;
const cat = "systemctl cat -- egress-pi-agent@doctor.service";
const written = `# /etc/systemd/system/egress-pi-agent@.service
[Service]
LoadCredential=anthropic:/run/secrets/old
LoadCredential=

# /etc/systemd/system/egress-pi-agent@.service.d/new.conf
[Service]
LoadCredential=anthropic:/run/secrets/anthropic
LoadCredential=forge:/run/secrets/forge
`;
const check = `${node} --jitless --use-openssl-ca ${main} --check ${configuration}`;
const statOf = (file: string): string => `stat -L -c %u %a %F -- /run/secrets/${file}`;

const clean = changed(healthy, {
  files: {
    [runner]: `isProxied=1\n${runnerScript("idmap").replace(/^#.*\n/, "")}`,
    "/run/secrets/anthropic": "sk-canary\n",
    "/run/secrets/forge": "token-canary",
  },
  commands: {
    [showSocket]: socket,
    [showService]: service,
    [cat]: written,
    [`${node} --version`]: "v24.21.0\n",
    [check]: "",
    [statOf("anthropic")]: "0 400 regular file\n",
    [statOf("forge")]: "0 440 regular file\n",
  },
});

async function findings(change: Change): Promise<readonly string[]> {
  const found = await examine(recorded(changed(clean, change)), piAgent, "pi");
  const texts = found
    .filter(({ check }) => check === "proxy")
    .flatMap(({ findings }) =>
      findings.map(({ level, text, mend }) => `${level} ${text}${mend === undefined ? "" : ` (${mend})`}`),
    );
  for (const text of texts) expect(text).not.toContain("canary");
  return texts;
}

const rebuild = "nixos-rebuild switch; m3ta.pi-agent.network.mode makes it";
const dropIn = (unit: string) => `remove the drop-in that says so; systemctl cat '${unit}' shows it`;
const socketUnit = "egress-pi-agent@.socket";
const serviceUnit = "egress-pi-agent@.service";
const option = "m3ta.pi-agent.credentials.anthropic.file";
const secret = "/run/secrets/anthropic";

const broken: readonly [string, Change, string][] = [
  [
    "no socket",
    { commands: { [showSocket]: "LoadState=not-found\nListen=\nPrivateNetwork=no\n" } },
    `fail systemd has no ${socketUnit} that it can load, so that no session starts (${rebuild})`,
  ],
  [
    "no service",
    { commands: { [showService]: "LoadState=masked\n" } },
    `fail systemd has no ${serviceUnit} that it can load, so that no session starts (${rebuild})`,
  ],
  [
    "a socket on the host's network",
    { commands: { [showSocket]: socket.replace("=yes", "=no") } },
    `fail ${socketUnit} listens on the host's network, for everybody here (${dropIn(socketUnit)})`,
  ],
  [
    "a socket elsewhere",
    { commands: { [showSocket]: socket.replace("127.0.0.1", "0.0.0.0") } },
    `fail ${socketUnit} listens on 0.0.0.0:3128 (Stream); expected 127.0.0.1:3128 (Stream) (${dropIn(socketUnit)})`,
  ],
  [
    "a socket with one more address",
    { commands: { [showSocket]: `${socket}Listen=/run/all.sock (Stream)\n` } },
    `fail ${socketUnit} listens on 127.0.0.1:3128 (Stream), /run/all.sock (Stream); expected 127.0.0.1:3128 (Stream) (${dropIn(socketUnit)})`,
  ],
  [
    "an account that others have",
    {
      commands: {
        [showService]: service.replace(
          "DynamicUser=yes\nUser=egress-pi-agent-doctor",
          "DynamicUser=no\nUser=nobody",
        ),
      },
    },
    `fail ${serviceUnit} runs as nobody, and is to have an account that nobody else has (DynamicUser=yes) (${dropIn(serviceUnit)})`,
  ],
  [
    "a group that is as good as root",
    { commands: { [showService]: service.replace("Groups=", "Groups=docker wheel") } },
    `fail ${serviceUnit} is in docker wheel; expected no further group (${dropIn(serviceUnit)})`,
  ],
  [
    "another program",
    { commands: { [showService]: service.replace(/argv\[\]=.*? ;/, "argv[]=/bin/socat - - ;") } },
    `fail ${serviceUnit} runs /bin/socat - -, which is not the proxy (${dropIn(serviceUnit)})`,
  ],
  ["no Node", { commands: { [`${node} --version`]: absent } }, `fail ${node} does not answer (${rebuild})`],
  ...["v18.20.8", "v20.15.1", "v21.7.3", "v22.2.0"].map((version): [string, Change, string] => [
    `Node ${version}`,
    { commands: { [`${node} --version`]: version } },
    `fail ${node} is Node ${version}; the proxy needs 20.16, 22.3 or newer (follow a nixpkgs that has it, or set nodejs in an overlay)`,
  ]),
  [
    "a configuration that is refused",
    { commands: { [check]: failed(`${configuration}: allow[0].port: expected a port, not 0\n    at x`) } },
    `fail the proxy refuses its configuration: ${configuration}: allow[0].port: expected a port, not 0 (mend the option that this is of; ${rebuild})`,
  ],
  [
    "a key that is not there",
    { commands: { [statOf("anthropic")]: failed("stat: cannot statx: No such file or directory") } },
    `fail ${secret} does not exist, so that no session starts (make it, or change ${option})`,
  ],
  [
    "a key that others read",
    { commands: { [statOf("anthropic")]: "0 444 regular file" } },
    `fail ${secret} can be read by everybody on this host (chmod 0400 ${secret}, or what makes it: sops-nix, agenix)`,
  ],
  [
    "a key that is the agent's",
    { commands: { [statOf("anthropic")]: "990 400 regular file" } },
    `fail ${secret} belongs to uid 990 and not to root (chown root ${secret}, or what makes it: sops-nix, agenix)`,
  ],
  [
    "a directory for a key",
    { commands: { [statOf("anthropic")]: "0 700 directory" } },
    `fail ${secret} is a directory and no file (name the file in ${option})`,
  ],
  [
    "an empty key",
    { files: { [secret]: " \n" } },
    `fail ${secret} is empty; expected a key (write the key into it, or change ${option})`,
  ],
  [
    "a file of variables for a key",
    { files: { [secret]: "KEY=sk-canary\nOTHER=canary\n" } },
    `fail ${secret} holds more than a key on one line, so that the proxy refuses it (leave the key alone in it, or change ${option})`,
  ],
];

describe("the proxy", () => {
  it("is well where all is", async () => {
    expect(await findings({})).toEqual([
      "ok sessions have nothing on their network but 127.0.0.1:3128",
      "ok each has an account of its own, made with it",
      `ok Node v24.21.0 reads ${configuration}`,
      `ok ${secret} is root's, with a key on one line`,
      "ok /run/secrets/forge is root's, with a key on one line",
    ]);
  });

  it.each(broken)("is not with %s", async (_, change, want) => {
    const found = await findings(change);
    expect(found.filter((text) => !text.startsWith("ok"))).toEqual([want]);
  });

  it("is looked at by a user as far as that one may", async () => {
    const found = await findings({
      uid: 1000,
      user: "m3tam3re",
      files: { [secret]: denied },
      commands: { [statOf("forge")]: failed("stat: cannot statx: Permission denied") },
    });
    expect(found.slice(-2)).toEqual([
      `unseen what is in ${secret} is root's to read (run nixsmith doctor as root)`,
      "unseen /run/secrets/forge cannot be looked at by m3tam3re (run nixsmith doctor as root)",
    ]);
  });

  it("is nothing to look at in other modes", async () => {
    expect(await findings({ files: { [runner]: runnerScript("idmap") } })).toEqual([]);
  });
});
