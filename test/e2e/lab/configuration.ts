import { afterEach, beforeEach, expect } from "vitest";
import { as, leftoversInTheEnd } from "./lab.js";
import { subject } from "./subject.js";

/** Where the configuration of m3tam3re lies on its way into the sandbox. */
export const host = `/home/m3tam3re/${subject.directory}`;
/** The agent's own state, and the copies of the configuration, of which it sees the current one. */
export const own = `/var/lib/${subject.account}/users/m3tam3re`;
export const copies = `/var/lib/${subject.account}/config/m3tam3re`;
export const copy = `${copies}/current`;

/** What of it lies at the top of its home: the configuration, or a directory that leads there. */
export const top = `${own}/${subject.directory.split("/")[0]}`;

/** Files below `folder` with a hash of each content, as one text. */
export const contents = (folder: string) =>
  as("root", `cd ${folder}/; find . -type f -print0 | sort -z | xargs -0r sha256sum`);

/** Whatever a test does to configuration and state, the next one does not see it. */
export function withCleanConfiguration(): void {
  beforeEach(async () => {
    await as("m3tam3re", `cp -a ${host} ~/kept-configuration`);
  });
  afterEach(async () => {
    await as(
      "root",
      `rm -rf ${host} /home/m3tam3re/${subject.credentials} ${top} ${own}/${subject.credentials} ${own}/moved /tmp/planted; mv /home/m3tam3re/kept-configuration ${host}`,
    );
    expect(await leftoversInTheEnd()).toEqual([]);
  });
}
