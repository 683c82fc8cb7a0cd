import { expect, test } from "vitest";
import { as, describeHost, finish, newProject, probe, startProbe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { appears } from "./lab/waiting.js";

/**
 * The kernel's keyring of a user id is one for all sessions of that id, whatever namespaces they have: what one user's agent
 * keeps there is another's to read. x86-64's add_key(2) and keyctl(2), by their numbers.
 */

const keep = `perl -e 'my ($type, $name, $text) = ("user", "word", "hers"); syscall(248, $type, $name, $text, 4, -4) > 0 or die "$!\\n"'`;
/** Links the keyring of the user id into the session's own (KEYCTL_LINK), finds the key (SEARCH) and prints it (READ). */
const take = `perl -e 'my ($type, $name, $text) = ("user", "word", "\\0" x 4); syscall(250, 8, -4, -3) == 0 or die "$!\\n";
  my $key = syscall(250, 10, -4, $type, $name, 0); syscall(250, 11, $key, $text, 4) > 0 or die "$!\\n"; print $text'`;
const asUnit = `systemd-run -q --wait --collect --pipe -p User=${subject.account} -p KeyringMode=private sh -c`;

describeHost("guide", "a key that one session keeps", () => {
  test("is none that another reads, since there is no keyring", async () => {
    const hers = await newProject("alice");
    const running = startProbe(
      "alice",
      hers,
      `${keep} 2>said; touch up; until [ -e stop ]; do sleep 0.05; done`,
    );
    await appears(`${hers}/up`);
    const { stdout, stderr } = await probe("m3tam3re", await newProject("m3tam3re"), take);
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "Operation not permitted\n" });
    await as("alice", `touch ${hers}/stop`);
    await finish(running);
    expect(await as("alice", `cat ${hers}/said`)).toBe("Operation not permitted");
  });

  test("control: two units of one account, each with a private keyring", async () => {
    await as("root", "rm -f /srv/up /srv/stop; cat >/srv/keep", {
      stdin: `${keep} && touch /srv/up; until [ -e /srv/stop ]; do sleep 0.05; done\n`,
    });
    await as("root", "chmod 1777 /srv");
    const running = as("root", `${asUnit} 'sh /srv/keep'`);
    try {
      await appears("/srv/up");
      await as("root", "cat >/srv/take", { stdin: take });
      expect(await as("root", `${asUnit} 'sh /srv/take'`)).toBe("hers");
    } finally {
      await as("root", "touch /srv/stop");
      await running;
      await as("root", "chmod 755 /srv; rm -f /srv/up /srv/stop /srv/keep /srv/take");
    }
  });
});
