import { inEnglish } from '../../shared/words/words.ts';
import { judge, type DoctorCheck } from './doctor-checks.ts';
import { findOut, type Surroundings } from './doctor-probes.ts';

export interface DoctorOptions extends Surroundings {
  readonly json: boolean;
}

const MARKS = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' } as const;

/** Some of it came from phones and files: an escape could command the terminal. */
const harmless = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

/** The line of a check for people: what is so, and on a second line what to do. */
export function doctorLine({ state, spoken }: DoctorCheck): string {
  const { message, fix } = inEnglish(spoken);
  const told = `${MARKS[state]}  ${harmless(message)}`;
  return fix === null ? told : `${told}\n      → ${harmless(fix)}`;
}

/** The answer of `--json`: the words in English, and the codes and values to say them in another language. */
export function doctorAnswer(checks: readonly DoctorCheck[]): Readonly<Record<string, unknown>> {
  return {
    ok: isSound(checks),
    checks: checks.map(({ name, state, spoken }) => ({ name, state, ...inEnglish(spoken), ...spoken })),
  };
}

const isSound = (checks: readonly DoctorCheck[]): boolean => checks.every(({ state }) => state !== 'fail');

/** Looks at everything that a gateway needs and tells it; reading only. Resolves with whether no line fails. */
export async function doctor(options: DoctorOptions): Promise<boolean> {
  const checks = judge(await findOut(options));
  const text = options.json
    ? JSON.stringify(doctorAnswer(checks))
    : checks.map((check) => doctorLine(check)).join('\n');
  process.stdout.write(`${text}\n`);
  return isSound(checks);
}
