import { egressPort } from "../../egress/entries.js";
import { optionOf } from "../../names.js";
import { type Finding, fail, ok, unseen } from "../finding.js";
import { isMissing, linesOf, type Machine } from "../machine.js";
import type { Check } from "../subject.js";
import { isAtLeast, versionIn } from "../versions.js";

/** What is read of systemd's `show`: values by property, of which some come on several lines. */
type Properties = ReadonlyMap<string, readonly string[]>;

/** The first releases of Node with `process.getBuiltinModule`, by which the proxy has its modules (Node's documentation of it). */
const canRun = (version: readonly [number, number]): boolean =>
  isAtLeast(version, [22, 3]) || (version[0] === 20 && isAtLeast(version, [20, 16]));

/** The proxy that a session has in `network.mode = "proxy"`: its units as systemd has them, what it runs, and its keys. */
export const proxy: Check = async ({ machine, agent, installation: { runner } }) => {
  if (!runner?.isProxied) return [];
  const rebuild = `nixos-rebuild switch; ${optionOf(agent)}.network.mode makes it`;
  const template = `egress-${agent.account}@`;
  // Of an instance that no session has: a template itself is no unit.
  const [socket, service] = await Promise.all([
    propertiesOf(machine, `${template}doctor.socket`, ["LoadState", "Listen", "PrivateNetwork"]),
    propertiesOf(machine, `${template}doctor.service`, [
      ...["LoadState", "DynamicUser", "User", "SupplementaryGroups", "ExecStart"],
    ]),
  ]);
  return [
    socketFinding(socket, `${template}.socket`, rebuild),
    ...(isLoaded(service)
      ? [
          ...accountFindings(service, `${template}.service`),
          await programFinding(machine, service, `${template}.service`, rebuild),
          ...(await credentials(machine, `${template}doctor.service`, optionOf(agent))),
        ]
      : [missing(`${template}.service`, rebuild)]),
  ];
};

async function propertiesOf(machine: Machine, unit: string, names: readonly string[]): Promise<Properties> {
  const said = await machine.run("systemctl", "show", `--property=${names.join(",")}`, "--", unit);
  const pairs = linesOf(said).map((line): readonly [string, string] => {
    const at = line.indexOf("=");
    return [line.slice(0, at), line.slice(at + 1)];
  });
  return new Map(
    names.map((name) => [
      name,
      pairs.flatMap(([key, value]) => (key === name && value !== "" ? [value] : [])),
    ]),
  );
}

const only = (properties: Properties, name: string): string => properties.get(name)?.[0] ?? "";
const isLoaded = (properties: Properties): boolean => only(properties, "LoadState") === "loaded";

const missing = (unit: string, rebuild: string): Finding =>
  fail(`systemd has no ${unit} that it can load, so that no session starts`, rebuild);

function socketFinding(socket: Properties, unit: string, rebuild: string): Finding {
  if (!isLoaded(socket)) return missing(unit, rebuild);
  const wanted = `127.0.0.1:${egressPort} (Stream)`;
  if (only(socket, "PrivateNetwork") !== "yes")
    return fail(`${unit} listens on the host's network, for everybody here`, dropInOf(unit));
  const listens = (socket.get("Listen") ?? []).join(", ");
  return listens === wanted
    ? ok(`sessions have nothing on their network but 127.0.0.1:${egressPort}`)
    : fail(`${unit} listens on ${listens || "nothing"}; expected ${wanted}`, dropInOf(unit));
}

const dropInOf = (unit: string): string =>
  `remove the drop-in that says so; systemctl cat '${unit}' shows it`;

/** An account that is made for a session and in no group is nobody's but that proxy's. */
function accountFindings(service: Properties, unit: string): readonly Finding[] {
  const groups = only(service, "SupplementaryGroups");
  return [
    only(service, "DynamicUser") === "yes"
      ? ok("each has an account of its own, made with it")
      : fail(
          `${unit} runs as ${only(service, "User") || "root"}, and is to have an account that nobody else has (DynamicUser=yes)`,
          dropInOf(unit),
        ),
    ...(groups === "" ? [] : [fail(`${unit} is in ${groups}; expected no further group`, dropInOf(unit))]),
  ];
}

/** Has Node read the configuration by the very words of the unit. */
async function programFinding(
  machine: Machine,
  service: Properties,
  unit: string,
  rebuild: string,
): Promise<Finding> {
  const [, line = ""] = /argv\[\]=(.*?) ;/.exec(only(service, "ExecStart")) ?? [];
  const words = line.split(" ");
  const [node = "", ...others] = words;
  const main = others.findIndex((word) => word.endsWith("/main.mjs"));
  const configuration = others.at(-1) ?? "";
  if (main < 0 || main !== others.length - 2)
    return fail(`${unit} runs ${line || "nothing"}, which is not the proxy`, dropInOf(unit));
  const said = await machine.run(node, "--version");
  const version = said.kind === "text" ? versionIn(said.text) : undefined;
  if (said.kind !== "text" || version === undefined) return fail(`${node} does not answer`, rebuild);
  if (!canRun(version))
    return fail(
      `${node} is Node ${said.text.trim()}; the proxy needs 20.16, 22.3 or newer`,
      "follow a nixpkgs that has it, or set nodejs in an overlay",
    );
  const read = await machine.run(node, ...others.slice(0, main + 1), "--check", configuration);
  if (read.kind === "text") return ok(`Node ${said.text.trim()} reads ${configuration}`);
  const [why = ""] = read.kind === "failed" ? read.text.split("\n") : [`${node} does not start`];
  return fail(`the proxy refuses its configuration: ${why}`, `mend the option that this is of; ${rebuild}`);
}

async function credentials(machine: Machine, unit: string, module: string): Promise<readonly Finding[]> {
  // systemctl(1) cannot print what it knows of them; an empty one resets the list (systemd.exec(5)).
  const said = linesOf(await machine.run("systemctl", "cat", "--", unit));
  const written = said.flatMap((line) => /^LoadCredential=(.*)$/.exec(line)?.slice(1) ?? []);
  return Promise.all(
    written.slice(written.lastIndexOf("") + 1).map((entry) => {
      const at = entry.indexOf(":");
      return credential(machine, entry.slice(at + 1), `${module}.credentials.${entry.slice(0, at)}.file`);
    }),
  );
}

/** The file of a key: there, root's, nobody else's to read, and with one line in it, which is not shown. */
async function credential(machine: Machine, file: string, option: string): Promise<Finding> {
  const said = await machine.run("stat", "-L", "-c", "%u %a %F", "--", file);
  if (isMissing(said))
    return fail(`${file} does not exist, so that no session starts`, `make it, or change ${option}`);
  const [, owner = "", mode = "", type = ""] =
    said.kind === "text" ? (/^(\d+) (\d+) (.*)$/.exec(said.text.trim()) ?? []) : [];
  if (owner === "") return unseen(`${file} cannot be looked at by ${machine.user}`);
  if (!type.startsWith("regular"))
    return fail(`${file} is a ${type} and no file`, `name the file in ${option}`);
  if (owner !== "0")
    return fail(`${file} belongs to uid ${owner} and not to root`, `chown root ${file}, or ${makers}`);
  if ((Number.parseInt(mode, 8) & 0o007) !== 0)
    return fail(`${file} can be read by everybody on this host`, `chmod 0400 ${file}, or ${makers}`);
  const key = await machine.read(file);
  if (key.kind !== "text") return unseen(`what is in ${file} is root's to read`);
  if (key.text.trim() === "")
    return fail(`${file} is empty; expected a key`, `write the key into it, or change ${option}`);
  // As the proxy reads it.
  return /^[\x20-\x7e]*$/.test(key.text.trim())
    ? ok(`${file} is root's, with a key on one line`)
    : fail(
        `${file} holds more than a key on one line, so that the proxy refuses it`,
        `leave the key alone in it, or change ${option}`,
      );
}

const makers = "what makes it: sops-nix, agenix";
