import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { conditionOf, type HeartbeatFacts } from '../../../../electron/gateway/devices/device-condition.ts';
import { WAITING_HINTS } from '../../../../electron/gateway/messages/message-view.ts';
import { checkFacts } from '../../../../electron/gateway/provisioning/phone-check.ts';
import { STEP_TITLES } from '../../../../electron/gateway/provisioning/provision-steps.ts';
import { FAILURE_CODES } from '../../../../electron/shared/failure-codes.ts';
import { failureIn, sayIn } from '../../../../renderer/lib/gateway-words.ts';
import { en } from '../../../../renderer/locales/en.ts';

const gatewayDir = path.resolve(import.meta.dirname, '../../../../electron/gateway');
const DEVANAGARI = /[\u0900-\u097f]/;

/** Files whose sentences reach the screens as they are. */
const SPEAKING_FILES = [
  'devices/phone-problem.ts',
  'wiring/no-adb-side.ts',
  'messages/recipient-number.ts',
  'provisioning/phone-check.ts',
  'provisioning/broken-step.ts',
  'provisioning/find-step.ts',
  'provisioning/grant-rules.ts',
  'provisioning/install-failures.ts',
  'provisioning/install-step.ts',
  'provisioning/link-step.ts',
];

/** The sentences after `message:`, `fix:` and `??` of a source file; a value in one becomes "7". */
function sentencesOf(file: string): readonly string[] {
  const source = readFileSync(path.join(gatewayDir, file), 'utf8');
  const found = source.matchAll(
    /(?:(?:message|fix):\s+|\?\s+|:\s+|\?\?\s+)(?:'([^'\n]+ [^'\n]+)'|`([^`]+ [^`]+)`)/g,
  );
  return [...found]
    .map(([, plain, template]) => plain ?? (template ?? '').replaceAll(/\$\{[^}]*\}/g, '7'))
    .filter(
      // A sentence made of two templates is checked by asking for it.
      (sentence) => !sentence.includes('${'),
    );
}

const heartbeat = (facts: Partial<HeartbeatFacts>): HeartbeatFacts => ({
  batteryPercent: 80,
  isCharging: true,
  sims: [],
  permissions: { SEND_SMS: true },
  isBatteryOptimised: false,
  clockSkewMs: 0,
  ...facts,
});
const problemsOf = (facts: Partial<HeartbeatFacts>, heartbeatAgeMs = 0) =>
  conditionOf({
    isLinked: true,
    wasLinked: true,
    isProvisioning: false,
    adb: 'device',
    heartbeat: heartbeat(facts),
    heartbeatAgeMs,
    heartbeatIntervalMs: 10_000,
  }).problems;

describe('what the gateway says', () => {
  it.each(SPEAKING_FILES)('has Nepali words for every sentence of %s', (file) => {
    const sentences = sentencesOf(file);
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.filter((sentence) => !DEVANAGARI.test(sayIn('ne', sentence)))).toEqual([]);
  });

  it.each(['34', ''])('has Nepali words for a phone that is new enough, API level "%s"', (apiLevel) => {
    const { message } = checkFacts({ apiLevel, simState: 'LOADED', isUnlocked: 'true' });
    expect(sayIn('ne', message)).toMatch(DEVANAGARI);
  });

  it('keeps the values of a sentence, and leaves a sentence that it does not know', () => {
    expect(sayIn('ne', 'Found Pixel $& 9.')).toBe('Pixel $& 9 भेटियो।');
    expect(sayIn('ne', 'Something new.')).toBe('Something new.');
    expect(sayIn('en', 'Found Pixel 9.')).toBe('Found Pixel 9.');
  });

  it('gives the reason of a failure by its code', () => {
    const english = { code: 'sim_absent', ...FAILURE_CODES.sim_absent.en };
    expect(failureIn('ne', english)).toBe(FAILURE_CODES.sim_absent.ne);
    expect(failureIn('en', english)).toBe(english);
    const other = { code: 'new_code', message: 'm', hint: 'h' };
    expect(failureIn('ne', other)).toBe(other);
  });

  it('has the same English words as the gateway where the screens have words of their own', () => {
    expect(en.waitingHint).toEqual(WAITING_HINTS);
    expect(en.devices.stepName).toEqual(STEP_TITLES);
    const problems = [
      ...problemsOf({ permissions: { SEND_SMS: false }, isBatteryOptimised: true }),
      ...problemsOf({ sims: [{ id: 1, in_service: false, signal: null, operator: null }] }),
      ...problemsOf({}, 60_000),
    ];
    const words = (pick: 'message' | 'fix') =>
      Object.fromEntries(problems.map((problem) => [problem.code, problem[pick]]));
    expect(words('message')).toEqual(en.devices.problem);
    expect(words('fix')).toEqual(en.devices.fix);
  });
});
