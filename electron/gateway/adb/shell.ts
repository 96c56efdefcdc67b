import type { AdbServer } from './adb-server.ts';

/** An argument as the phone's shell must read it: one word, whatever is in it. */
export function quoteArgument(argument: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'"'"'`)}'`;
}

/**
 * Runs a command in the phone's shell; arguments are quoted. Output and errors come mixed and without an exit
 * code, as every Android version gives them.
 */
export async function runShell(
  server: AdbServer,
  serial: string,
  command: readonly string[],
  deadlineMs?: number,
): Promise<string> {
  const output = await server.run(serial, `shell:${command.map(quoteArgument).join(' ')}`, deadlineMs);
  return output.toString('utf8').replaceAll('\r\n', '\n');
}
