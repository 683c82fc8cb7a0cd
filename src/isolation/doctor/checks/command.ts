import { optionOf } from "../../names.js";
import { type Finding, fail, ok, warn } from "../finding.js";
import type { Subject } from "../subject.js";

/** Whether what a user types is the wrapper, and nothing stands before it. */
export async function command({
  machine,
  agent,
  installation: { places, wrapper },
}: Subject): Promise<readonly Finding[]> {
  const module = optionOf(agent);
  const [first, ...rest] = places;
  if (first === undefined || wrapper === undefined) {
    const direct = places.map(({ path }) => path).join(", ");
    return [
      fail(
        direct === ""
          ? "there is no such command on PATH"
          : `${direct} is no wrapper: it runs ${agent.title} without a sandbox`,
        `set ${module}.enable and ${module}.wrapper.enable; if the wrapper has another name, say --command NAME`,
      ),
    ];
  }
  const wrapped = places.find(({ isWrapper }) => isWrapper)?.path ?? "";
  const later = rest.filter(({ isWrapper }) => !isWrapper).map(({ path }) => path);
  return [
    first.isWrapper
      ? ok(`${first.path} is the wrapper`)
      : fail(
          `${first.path} comes before the wrapper ${wrapped} and runs ${agent.title} without a sandbox`,
          `remove it from home.packages, users.users.<name>.packages or the profile it is in; ${module}.wrapper.hideDirectBinary keeps the Home Manager module from installing it`,
        ),
    ...(first.isWrapper && later.length > 0
      ? [
          warn(
            `${later.join(", ")} runs ${agent.title} without a sandbox for whoever calls it by its path`,
            "remove it",
          ),
        ]
      : []),
    wrapper.listedUsers.includes(machine.user) || machine.uid === 0
      ? ok(`for ${wrapper.listedUsers.join(", ") || "nobody"}`)
      : warn(
          `${machine.user} is not among those who may start it`,
          `${module}.hostUsers.${machine.user}.projectRoots`,
        ),
  ];
}
