import { execa } from "execa";

/** What the runner's own shell sees of a host. */
export interface ShellView {
  /** Arguments of `systemd-run`: `-p` and a property, by turns. */
  readonly policy: readonly string[];
  /** Paths, the managed variables' first. */
  readonly environmentFiles: readonly string[];
  /** Path of the managed settings. */
  readonly settings: string;
  readonly user: string;
  readonly group: string;
  readonly projectAccess: string;
  readonly protectGit: boolean;
  readonly users: readonly ShellUser[];
}

interface ShellUser {
  readonly user: string;
  readonly roots: readonly string[];
  readonly configuration: string;
  readonly exposure: string;
  readonly auth: string;
}

/** Prints lists as their length and their items, all of it parted by NUL. */
const printer = `
list() { printf '%s\\0' "$#" "$@"; }
list "\${policy[@]}"
list "\${environmentFiles[@]}"
list "$managedSettings" "$user" "$group" "$projectAccess" "$protectGit"
for name in "$@"; do
  loadHostUser "$name"
  list "\${projectRoots[@]}"
  list "$configPath" "$exposure" "$syncAuth"
done
! loadHostUser "not a user"
`;

/**
 * Runs the assignments that Nix printed before the runner's text and reads them back.
 * @param homes the home of each host user, by name
 */
export async function shellView(script: string, homes: Readonly<Record<string, string>>): Promise<ShellView> {
  const end = script.indexOf("\n# shellcheck shell=bash");
  const prelude = script.slice(0, end);
  const names = Object.keys(homes);
  const { stdout } = await execa(
    "bash",
    ["-euo", "pipefail", "-c", `${prelude}\n${printer}`, "prelude", ...names],
    {
      env: {},
      extendEnv: false,
      stripFinalNewline: false,
    },
  );
  const words = stdout.split("\0");
  const list = (): readonly string[] => words.splice(0, Number(words.shift()));
  const policy = list();
  const environmentFiles = list();
  const [settings = "", user = "", group = "", projectAccess = "", protectGit] = list();
  return {
    policy,
    environmentFiles,
    settings,
    user,
    group,
    projectAccess,
    protectGit: protectGit === "1",
    users: Object.entries(homes).map(([name, home]) => {
      const roots = list().map((root) => (root.startsWith("/") ? root : `${home}/${root}`));
      const [configPath = "", exposure = "", auth = ""] = list();
      return { user: name, roots, configuration: `${home}/${configPath}`, exposure, auth };
    }),
  };
}
