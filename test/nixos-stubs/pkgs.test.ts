import { type Case, testCases } from "./support.js";

const cases: readonly Case[] = [
  [
    "two contents have two paths, one content has one",
    {
      given: `let write = pkgs.writeText "a"; in [(write "x" == write "x") (write "x" == write "y") (lib.types.package.check (write "x")) (builtins.stringLength "\${write "x"}")]`,
      want: { value: [true, false, true, 45] },
    },
  ],
  [
    "a shell application",
    {
      given: `let app = pkgs.writeShellApplication { name = "a"; runtimeInputs = [pkgs.jq]; text = "jq ."; }; in [(lib.hasSuffix "/bin/a" (lib.getExe app)) (lib.replaceStrings ["\${pkgs.bash}" "\${pkgs.jq}"] ["BASH" "JQ"] app.text)]`,
      want: {
        value: [
          true,
          '#!BASH/bin/bash\nset -o errexit\nset -o nounset\nset -o pipefail\n\nexport PATH="JQ/bin:$PATH"\n\njq .\n',
        ],
      },
    },
  ],
  [
    "packages that stand elsewhere",
    {
      given: `let there = import (stubs + "/nixos-stubs/pkgs.nix") { inherit lib; overrides = { jq.outPath = "/usr"; mine.version = "3"; }; }; in [(lib.getExe there.jq) there.mine.name (there.bash == pkgs.bash)]`,
      want: { value: ["/usr/bin/jq", "mine-3", true] },
    },
  ],
  [
    "a marker without a value",
    {
      given: `(pkgs.replaceVars (builtins.toFile "a" "@b@ @c@") { b = 1; }).text`,
      want: { error: "has no value for @c@" },
    },
  ],
];

testCases(cases);
