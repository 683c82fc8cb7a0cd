import { expect, test } from "vitest";
import { hostOptions } from "../../src/isolation/options/host.js";
import type { SeenNode } from "../../src/isolation/preview/sees.js";
import { agentOf } from "../preview/support.js";
import { describeHost, newProject, probed } from "./lab/lab.js";
import { subject } from "./lab/subject.js";
import { type VariantName, variantsOf } from "./lab/variants.js";

/** What the preview says of a variant's host, for sessions of m3tam3re. */
async function previewed(variant: VariantName): Promise<SeenNode> {
  const agent = await agentOf(
    JSON.stringify({
      "users.users": { m3tam3re: { isNormalUser: true }, alice: { isNormalUser: true } },
      [subject.option]: variantsOf(subject)[variant].agents[subject.account],
    }),
    hostOptions([subject]),
  );
  const user = agent.users.find(({ user }) => user === "m3tam3re");
  if (user === undefined) throw new Error("m3tam3re is no host user");
  return user.sees;
}

const everyNode = (node: SeenNode): readonly SeenNode[] => [node, ...node.children.flatMap(everyNode)];

/** For each path on standard input: whether it can be written, and what in it is not empty; nothing for one that is not there. */
const look = `
while IFS= read -r path; do
  [[ -e $path ]] || continue
  if [[ -w $path ]]; then access=writable; else access=fixed; fi
  names=$(find "$path" -mindepth 1 -maxdepth 1 ! -empty -printf '%f/' 2>/dev/null) || :
  printf '%s\\t%s\\t%s\\n' "$path" "$access" "$names"
done`;

interface Found {
  readonly path: string;
  readonly access: string | undefined;
  readonly names: readonly string[];
}

function readFound(line: string): Found {
  const [path = "", access, names = ""] = line.split("\t");
  return { path, access, names: names.split("/").filter((name) => name !== "") };
}

/** What a hidden directory shows beside the paths that the preview puts below it. */
function leaks({ sight, children }: SeenNode, { path, names }: Found): readonly string[] {
  const known = children.map(({ name }) => name.split("/")[0]);
  return sight === "hidden"
    ? names.filter((name) => !known.includes(name)).map((name) => `${path}/${name}`)
    : [];
}

const cases: readonly VariantName[] = ["guide", "whole root", "no network", "open git"];

for (const variant of cases) {
  describeHost(variant, "what the preview shows of a session", () => {
    test("is what a session sees", async () => {
      const project = await newProject("m3tam3re", { git: true });
      const shown = new Map(
        everyNode(await previewed(variant))
          .map((node) => [node.path.replace("/home/m3tam3re/p/<project>", project), node] as const)
          .filter(([path]) => !path.includes("<project>")),
      );
      const paths = [...shown.keys()].join("\n");
      const seen = await probed("m3tam3re", project, `${look} <<'PATHS'\n${paths}\nPATHS`);
      const found = seen.split("\n").map(readFound);
      const nodes = found.flatMap((one) => {
        const node = shown.get(one.path);
        return node === undefined ? [] : [{ one, node }];
      });
      const wanted = nodes.map(({ one: { path }, node: { sight } }) => [
        path,
        sight === "read-write" ? "writable" : "fixed",
      ]);
      expect(found.map(({ path, access }) => [path, access])).toEqual(wanted);
      expect(nodes.flatMap(({ one, node }) => leaks(node, one))).toEqual([]);
      // Paths of each sight have to be there for this to mean anything.
      const present = found.map(({ path }) => path);
      const state = `/var/lib/${subject.account}`;
      expect(present).toEqual(
        expect.arrayContaining(["/", "/home", "/run", "/tmp", state, `${state}/users/m3tam3re`]),
      );
      expect(present.some((path) => path.startsWith("/home/m3tam3re/p"))).toBe(true);
    });
  });
}
