// `npm test`: installs what the tests need, then runs all of them. `npm run test:long` gives fuzz and mutation tests their whole size.
import { spawnSync } from "node:child_process";
import { installPackages, requireNode, run } from "./setup.mjs";

/** Command looked for, and the Debian package that brings it. */
const tools = {
  git: "git",
  "nix-instantiate": "nix-bin",
  sudo: "sudo",
  visudo: "sudo",
  shellcheck: "shellcheck",
  debootstrap: "debootstrap",
  "systemd-nspawn": "systemd-container",
  "systemd-analyze": "systemd",
  script: "bsdutils",
  setfacl: "acl",
  tmux: "tmux",
  jq: "jq",
  chromium: "chromium",
  man: "man-db",
  zsh: "zsh",
  fish: "fish",
};

const has = (command) =>
  spawnSync("sh", ["-c", 'command -v "$1"', "sh", command], { stdio: "ignore" }).status === 0;
const missing = () => Object.keys(tools).filter((command) => !has(command));

function installTools() {
  const packages = [...new Set(missing().map((command) => tools[command]))];
  if (packages.length === 0) return;
  if (process.getuid?.() !== 0 || !has("apt-get")) {
    console.error(`The tests need ${missing().join(", ")}; on Debian: apt-get install ${packages.join(" ")}`);
    if (process.env.CI) process.exit(1);
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], { env });
  run("apt-get", ["install", "-qq", "--yes", "--no-install-recommends", ...packages], { env });
}

const long = process.argv.includes("--long");
if (long) process.env.NIXSMITH_LONG = "1";

requireNode();
installPackages();
installTools();
run("npm", ["run", "--silent", "build"]);
run("npx", [
  "--no-install",
  "vitest",
  "run",
  "--reporter=default",
  "--reporter=./scripts/summary-reporter.mjs",
  ...process.argv.slice(2).filter((argument) => argument !== "--long"),
]);
