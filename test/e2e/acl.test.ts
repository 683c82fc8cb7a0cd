import { afterAll, beforeAll, expect, test } from "vitest";
import { as, describeHost, leftoversInTheEnd, newProject, probe, probed } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** Projects on a file system that refuses idmapped mounts; overlayfs is one (mount_setattr(2), FS_ALLOW_IDMAP). */
const overlay = "/home/m3tam3re/work/private";

function onOverlay(): void {
  beforeAll(async () => {
    await as(
      "root",
      `mkdir -p /srv/lower /srv/upper /srv/scratch; chown m3tam3re:users /srv/lower /srv/upper
      mount -t overlay -o lowerdir=/srv/lower,upperdir=/srv/upper,workdir=/srv/scratch overlay ${overlay}
      rm -rf ${overlay}/*`,
    );
  });
  afterAll(() => as("root", `umount ${overlay}`));
}

describeHost("guide", "a file system without idmapped mounts", () => {
  onOverlay();

  test("is refused with the option that mends it", async () => {
    await as("m3tam3re", `mkdir ${overlay}/a`);
    const { code, stdout, stderr } = await probe("m3tam3re", `${overlay}/a`, "echo started");
    expect({ code, stdout }).toEqual({ code: 69, stdout: "" });
    expect(stderr).toContain(`${subject.option}.projectAccess = "acl"`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(await leftoversInTheEnd()).toEqual([]);
  });
});

describeHost("acl", "access by ACL", () => {
  onOverlay();

  test("the agent works in the project, and the host user with what it leaves", async () => {
    const project = `${overlay}/b`;
    await as(
      "m3tam3re",
      `mkdir ${project}; cd ${project}; umask 077; mkdir deep; echo mine | tee file deep/file >/dev/null; git init -q`,
    );
    const script =
      "id -un; cat file deep/file; echo more >>deep/file; mkdir made; echo new >made/new; umask 077; echo closed >made/closed; git add -A && echo staged";
    expect(await probed("m3tam3re", project, script)).toBe(`${subject.account}\nmine\nmine\nstaged`);
    const after =
      "cat deep/file made/new; echo edited >>made/new; cat made/new made/closed; git status --short | wc -l; rm -r made; ls";
    expect(await as("m3tam3re", `cd ${project}; ${after}`)).toBe(
      "mine\nmore\nnew\nnew\nedited\nclosed\n4\ndeep\nfile",
    );
  });

  test("ACLs are set with the host user's rights: not through links, and not on others' files", async () => {
    const project = `${overlay}/c`;
    await as(
      "m3tam3re",
      `mkdir -p ${project} ~/acl-outside; echo mine >~/acl-outside/file; ln -s ~/acl-outside ${project}/link; ln -s /home/alice ${project}/alice`,
    );
    await as("root", `install -d -o alice -m 755 ${project}/hers; install -m 644 /dev/null ${project}/roots`);
    const control = await probed("m3tam3re", project, "touch made && echo made");
    expect(control).toBe("made");
    expect(
      await as(
        "root",
        `getfacl -cps ~m3tam3re/acl-outside ~m3tam3re/acl-outside/file /home/alice ${project}/hers ${project}/roots`,
      ),
    ).toBe("");
    expect(await as("root", `getfacl -cp ${project}`)).toContain(`user:${subject.account}:rwx`);
  });

  test("a folder that becomes a link while ACLs are set leads to no grant outside", async () => {
    const project = `${overlay}/d`;
    const outside = "/home/m3tam3re/acl-swapped";
    await as(
      "m3tam3re",
      `mkdir -p ${project}/folder ${outside}; cd ${project}/folder; touch {1..400}; cd ${outside}; touch {1..400}`,
    );
    const swap = `cd ${project}; while [ -e ~/go ]; do mv -T folder real; ln -s ${outside} folder; rm folder; mv -T real folder; done`;
    const sessions = `cd ${project}; for i in {1..8}; do probe true || true; done 2>/dev/null`;
    await as("m3tam3re", `touch ~/go; (${swap}) & (${sessions}); rm ~/go; wait`);
    expect(await probed("m3tam3re", project, "touch folder/made && echo made")).toBe("made");
    expect(await as("root", `getfacl -cps ${outside} ${outside}/*`)).toBe("");
  });

  test("the way to the project opens to the agent no further than passing through inside the session", async () => {
    const project = await newProject("m3tam3re");
    expect(
      await probed("m3tam3re", project, "touch made && stat -c %a . && ls -A ~m3tam3re 2>/dev/null; true"),
    ).toMatch(/^\d+\np$/);
    expect(await as("root", "getfacl -cps /home/m3tam3re /home")).toBe("");
  });
});
