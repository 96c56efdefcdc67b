import { AdbError, type AdbServer } from './adb-server.ts';

/** A tunnel from a port of the phone to a port of this computer. */
interface Reverse {
  readonly phonePort: number;
  readonly hostPort: number;
}

/** Reads the answer of `reverse:list-forward`: lines `<who> tcp:<phone> tcp:<host>`. */
export function parseReverses(text: string): readonly Reverse[] {
  const found: Reverse[] = [];
  for (const line of text.split('\n')) {
    const [, phonePort, hostPort] = /^\S+\s+tcp:(\d{1,5})\s+tcp:(\d{1,5})\s*$/.exec(line) ?? [];
    if (phonePort !== undefined && hostPort !== undefined) {
      found.push({ phonePort: Number(phonePort), hostPort: Number(hostPort) });
    }
  }
  return found;
}

export async function listReverses(server: AdbServer, serial: string): Promise<readonly Reverse[]> {
  const answer = (await server.run(serial, 'reverse:list-forward')).toString('utf8');
  return parseReverses(answer.replace(/^[0-9a-fA-F]{4}/, ''));
}

/** `taken`: something else on the phone holds the port. */
type ReverseOutcome = 'set' | 'taken';

/** Sets a tunnel without taking over one that stands. Inside the stream adbd answers once more, OKAY or FAIL. */
export async function setReverse(
  server: AdbServer,
  serial: string,
  tunnel: Reverse,
): Promise<ReverseOutcome> {
  const service = `reverse:forward:norebind:tcp:${tunnel.phonePort};tcp:${tunnel.hostPort}`;
  const answer = (await server.run(serial, service)).toString('utf8');
  if (answer.startsWith('OKAY')) return 'set';
  if (answer.startsWith('FAIL')) return 'taken';
  throw new AdbError('gone', `the phone answered ${JSON.stringify(answer.slice(0, 40))} to a reverse`);
}
