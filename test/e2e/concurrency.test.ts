import { expect, test } from "vitest";
import { agent, as, bash, describeHost, leftoversInTheEnd, newProject, probe } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** Two users and four sessions at once, twenty times. */
const rounds = 20;
const users = ["m3tam3re", "alice"] as const;

describeHost("guide", "sessions at once", () => {
  test("lose no file, mix no state, leave nothing", async () => {
    const projects = new Map(
      await Promise.all(users.map(async (user) => [user, await newProject(user)] as const)),
    );
    for (let round = 1; round <= rounds; round += 1) {
      const sessions = users.flatMap((user) => [1, 2].map((number) => ({ user, number })));
      await Promise.all(
        users.map((user) =>
          as(
            user,
            `mkdir -p ${subject.directory}/skills; echo ${user} ${round} | tee ${subject.directory}/skills/{1,2,3} >/dev/null`,
          ),
        ),
      );
      const results = await Promise.all(
        sessions.map(({ user, number }) => {
          const script = `cat "$${subject.variable}"/skills/{1,2,3} | sort -u; echo ${user} >>"$HOME/log-${number}"; echo "$${subject.variable}" >round-${round}-${number}; jq -r .${subject.flag.key} "$${subject.variable}/${subject.settings}"`;
          return probe(user, projects.get(user) ?? "", script);
        }),
      );
      expect(results).toEqual(
        sessions.map(({ user }) => ({
          code: 0,
          stdout: `${user} ${round}\n${subject.flag.value}\n`,
          stderr: "",
        })),
      );
    }
    for (const user of users) {
      const own = `/var/lib/${subject.account}/users/${user}`;
      expect(await as("root", `cat ${projects.get(user)}/round-* | sort | uniq -c`)).toMatch(
        new RegExp(`^ +${rounds * 2} ${own}/${subject.directory}$`),
      );
      expect(await as("root", `sort ${own}/log-1 ${own}/log-2 | uniq -c; rm ${own}/log-*`)).toMatch(
        new RegExp(`^ +${rounds * 2} ${user}$`),
      );
    }
    expect(await leftoversInTheEnd()).toEqual([]);
    expect(
      await as("root", `systemctl list-units --all --plain --no-legend --state=failed '${subject.account}*'`),
    ).toBe("");
  });

  test("of the real agent, four at once", async () => {
    const outputs = await Promise.all(
      [...users, ...users].map(async (user) =>
        agent(user, await newProject(user), [bash("echo $HOME; pwd")]),
      ),
    );
    expect(outputs.map(([output]) => output?.split("\n")[0])).toEqual(
      [...users, ...users].map((user) => `/var/lib/${subject.account}/users/${user}`),
    );
    expect(await leftoversInTheEnd()).toEqual([]);
  });
});
