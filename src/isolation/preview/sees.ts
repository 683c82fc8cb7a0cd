import { gitNames } from "../policy/git.js";
import type { Access } from "../render/access.js";
import { isBelow } from "../render/paths.js";
import type { Assignments } from "./policy.js";

/** What a session can do with a path. */
export type Sight = "read-write" | "read-only" | "hidden";

/** One path of the session's file system, and everything below it that no other entry names. */
export interface Seen {
  /** Absolute; `<project>` stands for a directory that only a session knows. */
  readonly path: string;
  readonly sight: Sight;
  readonly note: string;
}

/** A path with the paths below it; `name` is relative to the node above. */
export interface SeenNode extends Seen {
  readonly name: string;
  readonly children: readonly SeenNode[];
}

/** The host's side of what a user's sessions see. */
export interface Surroundings {
  /** Assignments of the drop-in, which no command line can undo. */
  readonly policy: Assignments;
  readonly stateDir: string;
  readonly protectGit: boolean;
  /** Where the agent finds the managed settings beside its own file, if there is such a place. */
  readonly settingsDirectory: string | undefined;
}

/** The file system of one user's sessions, from `/` down. */
export function treeSeenBy(access: Access, surroundings: Surroundings): SeenNode {
  const system = [...surroundings.policy].flatMap(([property, entries]) => {
    const see = sights[property];
    return see === undefined ? [] : entries.filter((entry) => entry !== "").flatMap(see);
  });
  const whole: Seen = {
    path: "/",
    sight: "read-only",
    note: "the system as it is: programs, the Nix store, /etc",
  };
  return nest(whole, [...system, ...ownPaths(access, surroundings)]);
}

const seen =
  (sight: Sight, note: string) =>
  (path: string): Seen => ({ path, sight, note });

/** systemd.exec(5): what an entry of a property means for the paths of a session. */
const sights: Readonly<Record<string, (entry: string) => readonly Seen[]>> = {
  ProtectHome: () => ["/home", "/root", "/run/user"].map(seen("hidden", "empty")),
  PrivateTmp: (entry) => {
    const place = entry === "disconnected" ? "in memory" : "on disk";
    return ["/tmp", "/var/tmp"].map(seen("read-write", `the session's own, ${place}, gone with it`));
  },
  PrivateDevices: () => ["/dev"].map(seen("read-only", "pseudo devices only")),
  ProtectProc: () => ["/proc"].map(seen("read-only", "the session's own processes only")),
  TemporaryFileSystem: (entry) => [
    entry.endsWith(":ro")
      ? seen("hidden", "empty")(bare(entry))
      : seen("read-write", "empty at first, gone with the session")(bare(entry)),
  ],
  BindReadOnlyPaths: (entry) => [seen("read-only", "the host's")(bare(entry))],
  ReadOnlyPaths: (entry) => [seen("read-only", "made so by the policy")(bare(entry))],
  InaccessiblePaths: (entry) => [seen("hidden", "not accessible")(bare(entry))],
};

/** A path without the marks before it (optional, relative to the root) and the options after it. */
const bare = (entry: string): string => entry.replace(/^[-+]+/, "").replace(/:.*$/, "");

/** What git runs programs by or is led elsewhere by. */
const lockedByGit = [...gitNames("directory", "locked"), ...gitNames("file", "locked")];

function ownPaths(
  access: Access,
  { stateDir, protectGit, settingsDirectory }: Surroundings,
): readonly Seen[] {
  const isWhole = access.exposure === "root";
  const projects = access.roots.map((root) => (isWhole ? root : `${root}/<project>`));
  const note = isWhole ? "the whole root, if started in or below it" : "the project, if started in it";
  const git = protectGit ? projects.map((project) => `${project}/.git`) : [];
  return [
    ...projects.map(seen("read-write", note)),
    ...git.map(seen("read-write", "cannot be renamed or replaced")),
    ...git.flatMap((directory) => lockedByGit.map((name) => seen("read-only", "")(`${directory}/${name}`))),
    seen("read-write", "the session's home: sessions, credentials, caches")(access.state),
    seen("read-only", `copy of ${access.configuration}`)(`${stateDir}/config/${access.user}`),
    ...(settingsDirectory === undefined
      ? []
      : [seen("read-only", "the managed settings alone")(settingsDirectory)]),
  ];
}

/** Puts every path below the nearest one that holds it. */
function nest(top: Seen, below: readonly Seen[], parent = ""): SeenNode {
  const direct = below.filter(
    ({ path }) => !below.some((other) => other.path !== path && holds(other.path, path)),
  );
  const children = [...new Map(direct.map((one) => [one.path, one])).values()]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((one) =>
      nest(
        one,
        below.filter(({ path }) => path !== one.path && holds(one.path, path)),
        top.path,
      ),
    )
    // Nothing hidden can hide more.
    .filter((child) => child.children.length > 0 || child.sight !== "hidden" || top.sight !== "hidden");
  const name = parent === "" ? top.path : top.path.slice(parent === "/" ? 1 : parent.length + 1);
  return { ...top, name, children };
}

const holds = (directory: string, path: string): boolean => directory === "/" || isBelow(directory, path);
