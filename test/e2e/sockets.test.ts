import { afterAll, beforeAll, expect, test } from "vitest";
import { as, describeHost, newProject, probed } from "./lab/lab.js";
import type { VariantName } from "./lab/variants.js";

/** Which local sockets of the host answer in a session: all that there are are tried, and the list is held. */

/** Where services of a host listen, each for everybody. */
const paths = [
  "/nix/var/nix/daemon-socket/socket",
  "/nix/var/nix/gc-socket/socket",
  "/nix/var/determinate/determinate-nixd.socket",
  "/run/lab/socket",
  "/run/user/socket",
  "/var/lib/lab/socket",
  "/var/spool/lab/socket",
  "/tmp/lab/socket",
  "/var/tmp/lab/socket",
  "/dev/shm/lab-socket",
  "/home/alice/socket",
  "/srv/lab/socket",
] as const;
const abstract = "nixsmith-lab-abstract";

const listener = String.raw`use Socket;
my @all; umask 0;
for my $name (@ARGV, "\0${abstract}") {
  system("mkdir", "-p", $1) if $name =~ m{^(/.*)/};
  unlink $name if $name =~ m{^/};
  socket(my $s, AF_UNIX, SOCK_STREAM, 0);
  bind($s, pack_sockaddr_un($name)) or die "$name: $!";
  listen($s, 9); push @all, $s;
}
system("systemd-notify", "--ready");
sleep 1000 while 1;`;

/** Prints which of its arguments answer; a socket of another type, unix(7) EPROTOTYPE, has let the caller in as well. */
const caller = String.raw`use Socket; use Errno qw(EPROTOTYPE);
for my $name (@ARGV) {
  socket(my $s, AF_UNIX, SOCK_STREAM, 0);
  (my $address = $name) =~ s/^@/\0/;
  print "$name\n" if connect($s, pack_sockaddr_un($address)) || $! == EPROTOTYPE;
}`;

/** Every socket that has a name in the session's file system, those above by their names, and the abstract one. */
const callAll = `{ find / -type s -print0 2>/dev/null || true; } | xargs -0 perl /srv/call.pl '@${abstract}' ${paths.join(" ")} | sort -u`;

const arrange = () => {
  beforeAll(async () => {
    await as("root", "cat >/srv/call.pl", { stdin: caller });
    await as("root", "cat >/srv/listen.pl", { stdin: listener });
    await as(
      "root",
      `systemd-run -q --collect --unit=listeners --service-type=notify -p NotifyAccess=all perl /srv/listen.pl ${paths.join(" ")} ||
       { journalctl -q --sync; journalctl -q -o cat -n 20 -u listeners >&2; exit 1; }`,
    );
    await as("root", "chmod 755 /home/alice");
  });
  afterAll(async () => {
    await as("root", `systemctl stop listeners; rm -f ${paths.join(" ")}; chmod 700 /home/alice`);
  });
};

const everywhere = ["/srv/lab/socket"];
const policies: readonly (readonly [VariantName, readonly string[]])[] = [
  ["guide", [...everywhere, `@${abstract}`]],
  ["loopback only", [...everywhere, `@${abstract}`]],
  ["no network", everywhere],
  ["by proxy", everywhere],
  ["open daemon", [...everywhere, `@${abstract}`, ...paths.slice(0, 3)]],
];

for (const [variant, answering] of policies) {
  describeHost(variant, "local sockets", () => {
    arrange();
    test("answer where they are listed, and nowhere else", async () => {
      const seen = await probed("m3tam3re", await newProject("m3tam3re"), callAll);
      expect(seen.split("\n").toSorted()).toEqual([...answering].toSorted());
    });

    test("all answer a user of the host", async () => {
      const seen = await as("m3tam3re", callAll);
      expect(seen.split("\n")).toEqual(expect.arrayContaining([...paths, `@${abstract}`]));
    });
  });
}
