/**
 * What a shell reads of a script: its lines without those that are empty or a comment. All of its lines where a text
 * spans several of them, for a line in it is none of the shell's. The first line says what runs the script.
 */
export function shellCode(script: string): string {
  const lines = script.split("\n");
  const code = lines.filter((line, at) => !isSilent(line, at, lines[at - 1]));
  const spans = code.some((line) => line.includes("<<") || isOdd(line, "'") || isOdd(line, '"'));
  return (spans ? lines : code).join("\n");
}

/** After a line that goes on, an empty line or a comment ends the command. */
function isSilent(line: string, at: number, previous = ""): boolean {
  if (previous.endsWith("\\") || (at === 0 && line.startsWith("#!"))) return false;
  return /^\s*(#|$)/.test(line);
}

const isOdd = (line: string, quote: string): boolean => line.split(quote).length % 2 === 0;
