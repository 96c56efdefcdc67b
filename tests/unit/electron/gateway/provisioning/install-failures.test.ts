import { describe, expect, it } from 'vitest';
import { installFailure } from '../../../../../electron/gateway/provisioning/install-failures.ts';
import { inEnglish } from '../../../../../electron/shared/words/words.ts';

describe('installFailure', () => {
  it.each([
    ['INSTALL_FAILED_INSUFFICIENT_STORAGE', 'needs_you', 'too little free space'],
    ['INSTALL_FAILED_UPDATE_INCOMPATIBLE', 'needs_you', 'signed by somebody else'],
    ['INSTALL_PARSE_FAILED_INCONSISTENT_CERTIFICATES', 'needs_you', 'signed by somebody else'],
    ['INSTALL_FAILED_VERSION_DOWNGRADE', 'failed', 'newer than the one of this program'],
    ['INSTALL_FAILED_USER_RESTRICTED', 'needs_you', 'does not allow apps to be installed over USB'],
    ['DELETE_FAILED_USER_RESTRICTED', 'needs_you', 'A rule on the phone'],
    ['INSTALL_FAILED_ABORTED', 'needs_you', 'refused on the phone'],
    ['INSTALL_CANCELED_BY_USER', 'needs_you', 'refused on the phone'],
    ['INSTALL_FAILED_VERIFICATION_FAILURE', 'needs_you', 'Play Protect'],
    ['INSTALL_FAILED_VERIFICATION_TIMEOUT', 'needs_you', 'Play Protect'],
    ['INSTALL_FAILED_OLDER_SDK', 'failed', 'too old'],
    ['INSTALL_FAILED_DEPRECATED_SDK_VERSION', 'failed', 'too new'],
    ['INSTALL_FAILED_MISSING_FEATURE', 'failed', 'lacks'],
    ['INSTALL_FAILED_CONFLICTING_PROVIDER', 'needs_you', 'in the way'],
    ['INSTALL_FAILED_INVALID_APK', 'failed', 'did not arrive whole'],
    ['INSTALL_PARSE_FAILED_NOT_APK', 'failed', 'did not arrive whole'],
    ['INSTALL_PARSE_FAILED_NO_CERTIFICATES', 'failed', 'did not arrive whole'],
    ['INSTALL_FAILED_INTERNAL_ERROR', 'failed', 'could not finish'],
    ['DELETE_FAILED_INTERNAL_ERROR', 'failed', 'could not finish'],
    ['DELETE_FAILED_DEVICE_POLICY_MANAGER', 'needs_you', 'A rule on the phone'],
  ])('says of %s: %s, "… %s"', (code, state, words) => {
    const result = installFailure(code);
    const { message, fix } = inEnglish(result.sentence);
    expect(result.state).toBe(state);
    expect(message).toContain(words);
    expect(fix).toMatch(/\.$/);
    // A sentence for people holds no code.
    expect(message + (fix ?? '')).not.toMatch(/[A-Z]+_[A-Z]+/);
  });

  it('names a code that it does not know, and still says what to do', () => {
    const result = installFailure('INSTALL_FAILED_FROM_THE_FUTURE');
    expect(result.state).toBe('failed');
    expect(inEnglish(result.sentence)).toEqual({
      message: 'The phone refused the relay app: INSTALL_FAILED_FROM_THE_FUTURE.',
      fix: expect.stringContaining('look this code up') as unknown,
    });
  });

  it('is not fooled by a code that is the name of something else', () => {
    for (const code of ['INSTALL_FAILED_constructor', '__proto__', 'storage']) {
      expect(inEnglish(installFailure(code).sentence).message).toContain(code);
    }
  });
});
