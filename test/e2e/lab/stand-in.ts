import { as } from "./lab.js";

const folder = "/opt/real";

/** Where a program of the host's is while another stands in its place. */
export const real = (program: string): string => `${folder}/${program}`;

/** Puts a script in the place of a program of `/usr/bin`, for everybody on the host; what it returns takes it away again. */
export async function standIn(program: string, script: string): Promise<() => Promise<unknown>> {
  const [kept, other] = [real(program), `${real(program)}.instead`];
  await as(
    "root",
    `mkdir -p ${folder}; cp /usr/bin/${program} ${kept}; cat >${other}; chmod 755 ${other}; mount --bind ${other} /usr/bin/${program}`,
    { stdin: script },
  );
  return () => as("root", `umount /usr/bin/${program}; rm ${kept} ${other}`);
}
