import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { policyFault } from "../../src/isolation/policy/agent.js";
import { hardening } from "../../src/isolation/policy/hardening.js";
import {
  as,
  command,
  describeHost,
  finish,
  leftoversInTheEnd,
  newProject,
  plan,
  startProbe,
} from "./lab/lab.js";
import { appears } from "./lab/waiting.js";

/**
 * What an agent's own rows may open: each is tried on the host, in the drop-in of the made-up agent (lab/agents.ts), which
 * binds whatever the runner's flags say. Numbers of system calls are those of x86-64.
 */

interface Opened {
  readonly property: string;
  readonly value: string;
  /** A bash script that ends well where the row is open. */
  readonly script: string;
  /** How it ends with the policy's own row: exit status, and the last part of the message. */
  readonly refused: string;
}

/** A system call by its number, made by perl; `good` tells what it has to have returned in `$got`. */
const call = (number: number, rest: string, good: string, before = "") =>
  `/usr/bin/perl -e '${before}; my $got = syscall(${number}, ${rest}); die "$!\\n" unless ${good}'`;
const eperm = "1: Operation not permitted";

/** `exit(0)` of i386 in an ELF file of 32 bits: elf(5), and int 0x80 of syscall(2). */
const i386 =
  "7f454c46010101000000000000000000020003000100000054800408340000000000000000000000340020000100000000000000" +
  "010000000000000000800408008004085d0000005d0000000500000000100000" +
  "b80100000031dbcd80";

const copy = 'my ($a, $b) = ("a" x 8, "b" x 8); my ($x, $y) = (pack("PQ", $a, 8), pack("PQ", $b, 8))';
const systemCalls: Readonly<Record<string, string>> = {
  kcmp: call(312, "$$ + 0, $$ + 0, 1, 0, 0", "$got == 0"),
  process_vm_readv: call(310, "$$ + 0, $x, 1, $y, 1, 0", '$got == 8 && $a eq "b" x 8', copy),
  process_vm_writev: call(311, "$$ + 0, $x, 1, $y, 1, 0", '$got == 8 && $b eq "a" x 8', copy),
  ptrace: call(101, "0, 0, 0, 0", "$got == 0"),
  userfaultfd: call(323, "1", "$got >= 0"),
  vmsplice: call(278, "fileno($w), $x, 1, 0", "$got == 8", `${copy}; pipe(my $r, my $w)`),
};

const rows: readonly Opened[] = [
  {
    property: "IgnoreSIGPIPE",
    value: "yes",
    script: `{ yes; echo $? >&3; } 3>ended 2>/dev/null | head -n 1 >/dev/null; exit "$(($(cat ended) - 1))"`,
    // yes(1) ends by SIGPIPE, of which one is taken: with an error it ends with 1.
    refused: "140: ",
  },
  { property: "LockPersonality", value: "no", script: "setarch -R true", refused: eperm },
  { property: "RestrictNamespaces", value: "no", script: "unshare --user true", refused: eperm },
  {
    property: "SystemCallArchitectures",
    value: "native x86",
    script: `printf '${i386.replace(/../g, "\\x$&")}' >i386; chmod +x i386; ./i386`,
    // By SIGSYS: the kernel ends a program of another architecture.
    refused: "159: ",
  },
  ...Object.entries(systemCalls).map(([value, script]) => ({
    property: "SystemCallFilter",
    value,
    script,
    refused: eperm,
  })),
];
const hangUp = { property: "SendSIGHUP", value: "no" };
const all = [...rows, hangUp];
const named = ({ property, value }: Pick<Opened, "property" | "value">) => `${property}=${value}`;

const dropIn = "/etc/systemd/system/quill-agent-.service.d/overrides.conf";
/** The agent's drop-in without what it opens. */
const closed = () =>
  plan("every agent").dropIns["quill-agent-"]?.replace("LockPersonality=no", "LockPersonality=yes") ?? "";

/** The same with one row as the module prints it: an assignment in the other's place, or an entry more of a list. */
function opened({ property, value }: Pick<Opened, "property" | "value">): string {
  const text = closed();
  const lines = new RegExp(`(^${property}=.*\n)+`, "m");
  if (!lines.test(text)) throw new Error(`the drop-in has no ${property}`);
  return text.replace(lines, (found) =>
    property === "SystemCallFilter" ? `${found}${property}=${value}\n` : `${property}=${value}\n`,
  );
}

const install = (text: string) => as("root", `cat >${dropIn}; systemctl daemon-reload`, { stdin: text });

const attempts = rows
  .map(
    ({ script }) =>
      `( ${script}\n) 2>said && echo works || { status=$?; read -r said <said || :; echo "$status: \${said##*: }"; }`,
  )
  .join("\n");

/** How each of the scripts ends in a session with that drop-in. */
async function outcomes(text: string): Promise<Readonly<Record<string, string>>> {
  await install(text);
  const project = await newProject("m3tam3re");
  const { code, stdout, stderr } = await command("m3tam3re", ["quill", attempts], { cwd: project });
  if (code !== 0) throw new Error(`the session ended with ${code}: ${stderr}`);
  const lines = stdout.split("\n");
  return Object.fromEntries(rows.map((row, at) => [named(row), lines[at] ?? ""]));
}

describeHost("every agent", "what a row of an agent's own opens", () => {
  const refused = Object.fromEntries(rows.map((row) => [named(row), row.refused]));
  let original = "";
  beforeAll(async () => {
    original = await as("root", `cat ${dropIn}`);
  });
  afterAll(() => install(`${original}\n`));
  afterEach(async () => expect(await leftoversInTheEnd()).toEqual([]));

  test("is refused without it", async () => expect(await outcomes(closed())).toEqual(refused));

  test.each(rows.map((row) => [named(row), row] as const))(
    "%s opens that, and nothing else of these",
    async (name, row) => {
      expect(await outcomes(opened(row))).toEqual({ ...refused, [name]: "works" });
    },
  );

  test("SendSIGHUP=no leaves out the hang-up when a session is stopped", async () => {
    const heard = async (text: string) => {
      await install(text);
      const project = await newProject("m3tam3re");
      const script =
        "trap '' TERM; trap 'echo heard >hangup; exit' HUP; touch up; while :; do sleep 0.1; done";
      const running = startProbe("m3tam3re", project, script, "quill-agent");
      await appears(`${project}/up`);
      await as("root", "systemctl stop 'quill-agent-*.service'");
      await finish(running);
      return as("root", `ls ${project}`);
    };
    expect(await heard(closed())).toBe("hangup\nup");
    expect(await heard(opened(hangUp))).toBe("up");
  });

  test("is all that an agent may open", async () => {
    const may = (property: string, value: string | readonly string[]) =>
      policyFault(property, { value, reason: "It must.", opens: "Something." }) === undefined;
    const calls = await as(
      "root",
      "systemd-analyze syscall-filter --no-pager | grep -oE '^ +[a-z0-9_]+$' | sort -u",
    );
    const switches = [...new Set(hardening.map(({ property }) => property))].flatMap((property) =>
      ["yes", "no", "native x86"]
        .filter((value) => may(property, value))
        .map((value) => named({ property, value })),
    );
    const found = calls.split("\n").flatMap((name) => {
      const value = name.trim();
      return may("SystemCallFilter", [value]) ? [named({ property: "SystemCallFilter", value })] : [];
    });
    expect([...switches, ...found].sort()).toEqual(all.map(named).sort());
  });

  test("is in the drop-in as the module prints it", () =>
    expect(opened({ property: "LockPersonality", value: "no" })).toBe(
      plan("every agent").dropIns["quill-agent-"],
    ));

  test.each([
    ["with the host's network", 1.3, (text: string) => text.replace(/^(PrivateNetwork|IPAddress).*\n/gm, "")],
    ["without a network", 0.9, (text: string) => text],
  ])("leaves the exposure %s at most %d, but for new namespaces", async (_, limit, change) => {
    const exposure = async (text: string) => {
      const analyse = `mkdir -p /tmp/rendered; { printf '[Service]\\nExecStart=/bin/true\\n'; cat; } >/tmp/rendered/opened.service
        systemd-analyze security --offline=true --no-pager /tmp/rendered/opened.service | tail -n 1`;
      return Number(/: ([\d.]+)/.exec(await as("root", analyse, { stdin: change(text) }))?.[1]);
    };
    const above: string[] = [];
    for (const row of all) if (!((await exposure(opened(row))) <= limit)) above.push(named(row));
    expect(above).toEqual(["RestrictNamespaces=no"]);
  });
});
