import { expect, test } from "vitest";
import { as, describeHost, finish, newProject, probed, startProbe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/**
 * A descriptor of a directory leads around every mount: whoever has one walks up to the host's own root. A host user can
 * give their agent one, so it must lead nowhere that the user could not go.
 */

/** x86-64's sendmsg(2) and recvmsg(2) on an accepted or connected stream, with one descriptor (unix(7), SCM_RIGHTS). */
const message = `
my $byte = "x"; my $vector = pack("PQ", $byte, 1);
my $control = pack("QllLx4", 20, 1, 1, $given);
my $message = pack("QLx4PQPQlx4", 0, 0, $vector, 1, $control, 24, 0);`;
const give = (directory: string) => `use Socket;
socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un("door")) or die; listen($s, 1); accept(my $c, $s);
sysopen(my $d, "${directory}", 0) or die; my $given = fileno($d); ${message}
syscall(46, fileno($c), $message, 0) > 0 or die "sendmsg: $!"; <$c>;`;
const take = (script: string) => `use Socket;
socket(my $c, AF_UNIX, SOCK_STREAM, 0); connect($c, sockaddr_un("door")) or die "connect: $!"; my $given = 0; ${message}
syscall(47, fileno($c), $message, 0) > 0 or die "recvmsg: $!";
$ENV{HOST} = "/proc/$$/fd/" . unpack("l", substr($control, 16, 4)); system("bash", "-c", q{${script}});`;

const alices = `/var/lib/${subject.account}/users/alice`;
const asAgent = `setpriv --reuid ${subject.account} --regid ${subject.account} --clear-groups --`;

describeHost("guide", "a directory of the host", () => {
  test.each([
    ["input", "0<", 0],
    ["output", "1<", 1],
    ["error", "2<", 2],
  ])("as standard %s is not there in the session", async (_, redirection, fd) => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", "mkdir -p -m 755 ~/open; echo outside >~/open/file");
    const look = `cat /proc/$$/fd/${fd}/file >found 2>/dev/null || echo none >found`;
    // Without the sandbox the same descriptor leads the same account there, past a home that is closed.
    await as(
      "root",
      `cd /srv; rm -f found; touch found; chown ${subject.account} found; ${asAgent} bash -c '${look}' ${redirection}/home/m3tam3re/open`,
    );
    expect(await as("root", "cat /srv/found; rm /srv/found")).toBe("outside");
    await as("m3tam3re", `cd ${project}; probe '${look}' ${redirection}$HOME/open`);
    expect(await as("m3tam3re", `cat ${project}/found`)).toBe("none");
  });

  test("handed over by a socket in the project shows no other user's state", async () => {
    const project = await newProject("m3tam3re");
    await probed("alice", await newProject("alice"), "echo hers >$HOME/hers");
    await as("m3tam3re", `cd ${project}; cat >give.pl`, { stdin: give("/") });
    await as("m3tam3re", `cd ${project}; cat >take.pl`, {
      stdin: take(
        `cat $HOST/etc/hostname && cat $HOST${alices}/hers; ls $HOST/var/lib/${subject.account}; ls $HOST/home/alice`,
      ),
    });
    const giver = as("m3tam3re", `cd ${project}; timeout 20 perl give.pl`);
    const running = startProbe("m3tam3re", project, "until [[ -S door ]]; do sleep 0.1; done; perl take.pl");
    const { stdout, stderr } = await finish(running);
    // The descriptor arrived and works, where it may.
    expect(stdout).toBe(`${await as("root", "cat /etc/hostname")}\n`);
    expect(stderr.match(/Permission denied/g)).toHaveLength(3);
    await giver;
  });

  test("is no way through the state tree for the agent's account, but from inside of a leaf", async () => {
    await probed("alice", await newProject("alice"), "echo hers >$HOME/hers");
    const outside = `cd /; ${asAgent} cat ${alices}/hers 2>&1 || true`;
    expect(await as("root", outside)).toMatch(/Permission denied/);
    expect(await as("root", `cd ${alices}; ${asAgent} cat hers`)).toBe("hers");
  });
});
