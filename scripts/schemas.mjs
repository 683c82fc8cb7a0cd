// Makes docs/schemas.md: published schemas and types, imported with the exact versions of the list below. Needs the network,
// `npm run build` before it, and Nix. Without arguments it makes the page; with names, it prints those rows.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, "dist/src/toolkit/cli/main.js");
const page = join(root, "docs/schemas.md");
/** Bounds of one row: what takes more is said to, and not waited for. */
const limits = { importing: 300, documenting: 120, bytes: 6 * 1024 ** 3 };

/** The real nixpkgs.lib where there is one. */
const real = process.env.NIXSMITH_NIXPKGS;
const library = real === undefined ? join(root, "test/nixlib/lib") : join(real, "lib");

const sources = JSON.parse(readFileSync(join(root, "docs/schemas.json"), "utf8"));

/** Prints the process's largest memory, in KiB, after all else that it says on stderr. */
const tellMemory = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\nmaxrss "+process.resourceUsage().maxRSS+"\\n"))`;

function run(source, directory) {
  const format = /\.[cm]?tsx?#/u.test(source) ? "typescript" : "json-schema";
  const out = join(directory, "type.nix");
  const words = (...more) => ["--import", tellMemory, main, "import", format, source, ...more];
  const options = {
    encoding: "utf8",
    cwd: directory,
    timeout: limits.importing * 1000,
    maxBuffer: 1024 ** 3,
  };
  const started = performance.now();
  const done = spawnSync(process.execPath, words("--out", "type.nix"), options);
  const seconds = (performance.now() - started) / 1000;
  const [, kib = "0"] = /maxrss (\d+)/u.exec(done.stderr ?? "") ?? [];
  if (done.status !== 0) {
    const [, reason = "it did not end"] = /nixsmith: (.*)/u.exec(done.stderr ?? "") ?? [];
    return { source, reason: reason.replaceAll("|", "\\|") };
  }
  const [, keys, exact, widened, dropped] =
    /(\d+) keys: (\d+) exact, (\d+) widened[^,]*, (\d+) dropped/u.exec(done.stderr) ?? [];
  return {
    source,
    keys,
    exact,
    widened,
    dropped,
    seconds,
    megabytes: Number(kib) / 1024,
    documented: documents(out, directory),
  };
}

/** Whether nixpkgs' documentation of an option of the type ends, and how many entries it has. */
function documents(file, directory) {
  const expression = `let
    lib = import ${library};
    pkgs = import ${join(root, "test/nixos-stubs/pkgs.nix")} {inherit lib;};
    evaluated = lib.evalModules {modules = [{options.it = lib.mkOption {type = import ${file} {inherit lib pkgs;}; default = {};};}];};
    documented = lib.optionAttrSetToDocList evaluated.options;
  in builtins.deepSeq (map (option: [option.name option.type option.description]) documented) (builtins.length documented)`;
  writeFileSync(join(directory, "docs.nix"), expression);
  const { status, stdout, stderr } = spawnSync(
    "prlimit",
    [`--as=${limits.bytes}`, "nix-instantiate", "--eval", join(directory, "docs.nix")],
    { encoding: "utf8", timeout: limits.documenting * 1000 },
  );
  if (status === 0) return `${stdout.trim()} entries`;
  return status === null ? "no" : `no: ${/error: (.*)/u.exec(stderr)?.[1] ?? "it fails"}`;
}

function line({ source, reason, keys, exact, widened, dropped, seconds, megabytes, documented }) {
  const name = `\`${source.replace(/^npm:/u, "")}\``;
  const cells =
    reason === undefined
      ? [name, keys, exact, widened, dropped, seconds.toFixed(1), megabytes.toFixed(0), documented]
      : [`${name}: ${reason}`, "", "", "", "", "", "", ""];
  return `| ${cells.join(" | ")} |`;
}

function rowOf(source) {
  const directory = mkdtempSync(join(tmpdir(), "schemas-"));
  try {
    const row = line(run(source, directory));
    console.log(row);
    return row;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const names = process.argv.slice(2);
const rows = (names.length > 0 ? names : sources).map(rowOf);
if (names.length === 0) {
  const text = readFileSync(page, "utf8");
  writeFileSync(
    page,
    `${text.slice(0, text.indexOf("| source"))}${[
      "| source | keys | exact | widened | dropped | seconds | megabytes | documentation |",
      "| --- | --- | --- | --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n")}\n`,
  );
}
