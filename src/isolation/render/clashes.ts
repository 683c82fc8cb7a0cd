import { optionOf } from "../names.js";
import { type Host, isEnabled } from "./host.js";
import type { Refusal } from "./refusals.js";

/** What two agents of one host cannot share: who has one's account is the other. */
const own: readonly { readonly path: readonly string[]; readonly what: string }[] = [
  { path: ["user"], what: "account" },
  { path: ["group"], what: "group" },
  { path: ["wrapper", "commandName"], what: "command" },
];

/** What agents of one host have alike that each must have for itself. */
export function clashes(hosts: readonly Host[]): readonly Omit<Refusal, "id">[] {
  const enabled = hosts.filter(isEnabled);
  return enabled.flatMap((host, index) =>
    enabled.slice(0, index).flatMap((other) =>
      own.flatMap(({ path, what }) => {
        const [mine, theirs] = [host, other].map((one) => sayingOf(one, path));
        if (mine === undefined || mine !== theirs) return [];
        const [here, there] = [host, other].map(({ agent }) => [optionOf(agent), ...path].join("."));
        return [
          {
            message: `${here} and ${there} are both "${mine}": give each agent its own ${what}`,
            advice: "",
            path: [optionOf(host.agent), ...path],
          },
        ];
      }),
    ),
  );
}

/** Nothing where the option has no part in the host, as the name of a wrapper that is off. */
function sayingOf({ options }: Host, path: readonly string[]): string | undefined {
  const isOff = path[0] === "wrapper" && !options.at("wrapper", "enable").flag;
  return isOff ? undefined : options.at(...path).text;
}
