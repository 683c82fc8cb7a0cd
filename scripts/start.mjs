// `npm start`: from a bare clone to generated modules and a rendered host.
import { installPackages, requireNode, root, run } from "./setup.mjs";

const host = "examples/hosts/m3-kratos.yaml";
const nixsmith = (...args) => run(process.execPath, ["dist/src/toolkit/cli/main.js", ...args]);

requireNode();
installPackages();
run("npm", ["run", "--silent", "build"]);
console.log("\nThe modules, generated from the schema:");
nixsmith("generate", "--out", "modules");
console.log(`\nThe guide's host, as ${host} declares it:`);
nixsmith("render", host);
console.log(`
Where everything is, below ${root}
  modules/nixos/pi-agent         the NixOS module m3ta.pi-agent, its scripts and its sandbox policy
  modules/home-manager/pi        the Home Manager module coding.agents.pi
  modules/pi                     the types of pi's own settings
  examples/m3ta-nixpkgs          an overlay repository that regenerates them
  examples/nixos-config          a host repository that uses them
Next: an overlay and a host of your own (README.md, "The first five minutes"), or npm test`);
