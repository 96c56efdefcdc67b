import { describe, expect, it } from 'vitest';
import { fieldProblem, GatewayError, invalidFields } from '../../../../electron/shared/gateway-error.ts';
import { FAILURE } from '../../../../electron/shared/words/failures.ts';
import { sentence } from '../../../../electron/shared/words/words.ts';
import { ConsoleError } from '../../../../renderer/lib/console-client.ts';
import { damageIn, errorIn, failureIn, fieldErrorIn, sayIn } from '../../../../renderer/lib/gateway-words.ts';

const told = (error: GatewayError): ConsoleError => {
  const fields = Array.isArray(error.details['fields']) ? error.details['fields'] : [];
  return new ConsoleError(error.code, error.status, {
    message: error.message,
    sentence: error.sentence,
    fields,
  });
};
const wrongNumber = told(
  invalidFields([
    fieldProblem('to', sentence('field.not_a_number')),
    fieldProblem('text', sentence('field.too_many_parts', { parts: 9, allowed: 6 })),
  ]),
);

describe('what the gateway says', () => {
  it('is said in the language of the screens, with its values', () => {
    expect(sayIn('ne', sentence('step.found', { phone: 'Pixel $& 9' })).message).toBe('Pixel $& 9 भेटियो।');
    expect(sayIn('en', sentence('step.found', { phone: 'Pixel 9' })).message).toBe('Found Pixel 9.');
    expect(sayIn('ne', { code: null, values: {} })).toEqual({ message: '', fix: null });
  });

  it('names the damaged file and the backup to restore', () => {
    const damage = { path: '/data/relaydesk.db', backup: '/data/relaydesk.db.before-3' };
    for (const language of ['en', 'ne']) {
      expect(damageIn(language, damage)).toContain('/data/relaydesk.db.before-3');
      expect(damageIn(language, { ...damage, backup: null })).toContain('relaydesk restore');
    }
    expect(damageIn('en', damage)).toMatch(/^The database \/data\/relaydesk.db is damaged. /);
  });

  it('gives the reason of a failure by its code', () => {
    const { message, fix } = FAILURE.sim_absent;
    expect(failureIn('ne', 'sim_absent')).toEqual({ message: message.ne, fix: fix.ne });
    expect(failureIn('en', 'sim_absent')).toEqual({ message: message.en, fix: fix.en });
    expect(failureIn('ne', 'ledger_full')).toBeNull();
    expect(failureIn('ne', null)).toBeNull();
  });

  it('says a refusal, and each wrong field at its field', () => {
    expect(errorIn('ne', told(new GatewayError('not_found', sentence('refusal.no_run'))))).toBe(
      'यस्तो प्रक्रिया छैन।',
    );
    expect(fieldErrorIn('ne', wrongNumber, 'to')).toBe('यो फोन नम्बर होइन');
    expect(fieldErrorIn('en', wrongNumber, 'text')).toBe('needs 9 parts; max_parts allows 6');
    expect(fieldErrorIn('en', wrongNumber, 'device')).toBeUndefined();
    expect(errorIn('ne', wrongNumber)).toContain('9 भाग चाहिन्छ');
  });

  it('keeps the words of an error that has no code', () => {
    expect(errorIn('ne', new TypeError('odd'))).toBe('odd');
    const bare = new ConsoleError('conflict', 409, { message: 'From elsewhere.', sentence: null });
    expect(errorIn('ne', bare)).toBe('From elsewhere.');
  });
});
