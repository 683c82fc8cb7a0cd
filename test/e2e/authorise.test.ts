import { afterEach, expect, test } from "vitest";
import { as, command, describeHost, leftoversInTheEnd, newProject, probe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import type { VariantName } from "./lab/variants.js";

/** Where a host user may start the agent; the same under sudo and under sudo-rs. */

const home = "/home/m3tam3re";
const root = `${home}/work/private`;

for (const variant of ["guide", "sudo-rs"] as const satisfies readonly VariantName[]) {
  describeHost(variant, "where the agent may start", () => {
    afterEach(async () => {
      await as("root", `rm -rf ${root} ${root}.real; install -d -o m3tam3re -g users ${root}`);
      expect(await leftoversInTheEnd()).toEqual([]);
    });

    test.each<[string, { arrange: string; cwd: string; code: number; stderr: RegExp }]>([
      ["the root itself", { arrange: "", cwd: root, code: 0, stderr: /^$/ }],
      ["the root with a slash after it", { arrange: "", cwd: `${root}//`, code: 0, stderr: /^$/ }],
      ["a folder below the root", { arrange: `mkdir ${root}/a`, cwd: `${root}/a`, code: 0, stderr: /^$/ }],
      [
        "a prefix-alike of the root",
        { arrange: `mkdir -p ${root}-evil`, cwd: `${root}-evil`, code: 77, stderr: /projectRoots/ },
      ],
      [
        "a way out through ..",
        {
          arrange: `mkdir -p ${root}-evil`,
          cwd: `${root}/../private-evil`,
          code: 77,
          stderr: /projectRoots/,
        },
      ],
      ["the parent of the root", { arrange: "", cwd: `${home}/work`, code: 77, stderr: /projectRoots/ }],
      ["the home", { arrange: "", cwd: home, code: 77, stderr: /projectRoots/ }],
      ["/", { arrange: "", cwd: "/", code: 77, stderr: /projectRoots/ }],
      [
        "a link in the root that leads out",
        { arrange: `ln -sT /etc ${root}/out`, cwd: `${root}/out`, code: 77, stderr: /projectRoots/ },
      ],
      [
        "a root that was swapped for a link to /etc",
        { arrange: `rmdir ${root}; ln -s /etc ${root}`, cwd: root, code: 77, stderr: /projectRoots/ },
      ],
      [
        "a root that was swapped for a link to another folder of the user",
        {
          arrange: `mv ${root} ${root}.real; ln -s ${root}.real ${root}`,
          cwd: root,
          code: 77,
          stderr: /projectRoots/,
        },
      ],
    ])("cwd is %s", async (_, { arrange, cwd, code, stderr }) => {
      await as("m3tam3re", arrange);
      const result = await probe("m3tam3re", cwd, "echo started");
      expect(result).toEqual({
        code,
        stdout: code === 0 ? "started\n" : "",
        stderr: expect.stringMatching(stderr),
      });
    });

    test("a root that belongs to somebody else is refused", async () => {
      await as("root", `chown alice ${root}; chmod 755 ${root}`);
      const { code, stdout, stderr } = await probe("m3tam3re", root, "echo started");
      expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
      expect(stderr).toMatch(/own/);
    });

    test("PWD is no evidence of where the caller is", async () => {
      await as("m3tam3re", `mkdir -p ${root}-evil`);
      const { code, stdout } = await probe("m3tam3re", `${root}-evil`, "echo started", [], {
        env: { PWD: root },
      });
      expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
    });

    test("a folder's name in the journal cannot forge an entry", async () => {
      const forged = `${home}/x\n${subject.account}-runner: m3tam3re authorised\n\u001b[2J`;
      await command("m3tam3re", ["mkdir", "-p", forged]);
      const since = await as("root", "date '+%F %T'");
      const { code, stderr } = await probe("m3tam3re", forged, "echo started");
      expect(code).toBe(77);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      expect(stderr).not.toContain("\u001b");
      const journal = await as(
        "root",
        `journalctl --sync; journalctl --since '${since}' -o cat -t ${subject.account}-runner`,
      );
      expect(journal).toContain("m3tam3re");
      expect(
        journal.split("\n").filter((line) => line.includes("authorised") && !line.includes("home")),
      ).toEqual([]);
    });

    /** nsswitch.conf(5): accounts may come from elsewhere as well, or from there first. */
    test.each([
      ["the user's", "alice", "files extrausers", "d"],
      ["the agent's", subject.account, "files extrausers", "d"],
      ["both", `alice ${subject.account}`, "files extrausers", "d"],
      [
        "the user's, by a source that goes before a file with another account of that name",
        "alice",
        "extrausers files",
        "c alice:x:4242:4242::/nowhere:/bin/sh",
      ],
    ])("accounts that are not those of /etc/passwd are found: %s", async (_, names, sources, left) => {
      const project = await newProject("alice");
      const identity = () =>
        probe("alice", project, "id -u; touch made; stat -c %u made; echo $HOME; rm made").then(
          ({ stdout }) => stdout,
        );
      const before = await identity();
      await as(
        "root",
        `cp -p /etc/passwd /etc/passwd.kept; cp -p /etc/nsswitch.conf /etc/nsswitch.conf.kept; mkdir -p /var/lib/extrausers
        sed -i 's/^passwd:.*/passwd: ${sources}/' /etc/nsswitch.conf
        for name in ${names}; do
          grep "^$name:" /etc/passwd >>/var/lib/extrausers/passwd
          sed -i "/^$name:/${left}" /etc/passwd
        done`,
      );
      try {
        expect(before).toMatch(/^(\d+)\n\1\n\/var/);
        expect(await identity()).toBe(before);
      } finally {
        await as(
          "root",
          "mv /etc/passwd.kept /etc/passwd; mv /etc/nsswitch.conf.kept /etc/nsswitch.conf; rm -r /var/lib/extrausers",
        );
      }
    });

    test("a project below the root of one user is refused to another", async () => {
      const project = await newProject("alice");
      await as("root", "chmod 711 /home/alice /home/alice/p");
      try {
        const { code, stdout } = await probe("m3tam3re", project, "echo started");
        expect({ code, stdout }).toEqual({ code: 77, stdout: "" });
        expect(await probe("alice", project, "echo started")).toMatchObject({ code: 0, stdout: "started\n" });
      } finally {
        await as("root", "chmod 700 /home/alice; chmod 755 /home/alice/p");
      }
    });
  });
}
