import { describe, expect, it } from 'vitest';
import { parsePackageAnswer } from '../../../../../electron/gateway/adb/parse-install.ts';

describe('parsePackageAnswer', () => {
  it.each([
    ['Success\n'],
    ['Success\r\n'],
    ['Performing Streamed Install\nSuccess\n'],
    ['WARNING: linker: libdvm.so has text relocations\nSuccess'],
  ])('takes %j for a yes', (output) => {
    expect(parsePackageAnswer(output)).toEqual({ kind: 'ok' });
  });

  it.each([
    ['Failure [INSTALL_FAILED_OLDER_SDK]\n', 'INSTALL_FAILED_OLDER_SDK', ''],
    [
      'Failure [INSTALL_FAILED_UPDATE_INCOMPATIBLE: Existing package app.relaydesk.relay signatures do not match newer version; ignoring!]\n',
      'INSTALL_FAILED_UPDATE_INCOMPATIBLE',
      'Existing package app.relaydesk.relay signatures do not match newer version; ignoring!',
    ],
    [
      'Failure [INSTALL_PARSE_FAILED_NO_CERTIFICATES: Failed to collect certificates from /data/app/vmdl1.tmp/base.apk:\nMETA-INF]\n',
      'INSTALL_PARSE_FAILED_NO_CERTIFICATES',
      'Failed to collect certificates from /data/app/vmdl1.tmp/base.apk: META-INF',
    ],
    [
      '\tpkg: /data/local/tmp/a.apk\nFailure [DELETE_FAILED_DEVICE_POLICY_MANAGER]',
      'DELETE_FAILED_DEVICE_POLICY_MANAGER',
      '',
    ],
    // The words may hold a yes; a failure anywhere is a no.
    ['Failure [INSTALL_FAILED_ABORTED: no\nSuccess\n]', 'INSTALL_FAILED_ABORTED', 'no Success'],
    ['Success\nFailure [INSTALL_FAILED_ABORTED]\n', 'INSTALL_FAILED_ABORTED', ''],
    [
      'Failure [INSTALL_FAILED_FROM_THE_FUTURE: cut off in the mid',
      'INSTALL_FAILED_FROM_THE_FUTURE',
      'cut off in the mid',
    ],
  ])('reads the code and the words of %j', (output, code, detail) => {
    expect(parsePackageAnswer(output)).toEqual({ kind: 'refused', code, detail });
  });

  it('finds the code that a maker left in a stack trace', () => {
    const output =
      'Exception occurred while executing install:\njava.lang.SecurityException: INSTALL_FAILED_USER_RESTRICTED: Install canceled by user\n';
    expect(parsePackageAnswer(output)).toMatchObject({
      kind: 'refused',
      code: 'INSTALL_FAILED_USER_RESTRICTED',
    });
  });

  it.each(['', 'Failure', 'Failure [null]', 'Unknown command: install', 'Successful', 'Success, or not'])(
    'takes %j for neither',
    (output) => {
      expect(parsePackageAnswer(output).kind).toBe('odd');
    },
  );

  it('makes hostile words one short printable line', () => {
    const answer = parsePackageAnswer(
      `Failure [INSTALL_FAILED_ABORTED: \u001b[2J\u202e${'x'.repeat(10_000)}]`,
    );
    if (answer.kind !== 'refused') throw new Error('it was refused');
    expect(answer.detail).toHaveLength(200);
    expect(answer.detail).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
