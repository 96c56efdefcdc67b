import { describe, expect, it } from 'vitest';
import {
  parseAppOp,
  parseBucket,
  parseWhitelist,
} from '../../../../../electron/gateway/adb/app-background.ts';
import { grantPermission } from '../../../../../electron/gateway/adb/app-permissions.ts';
import { fakeAdbServer } from './fake-adb-server.ts';

const NAME = 'app.relaydesk.relay';

describe('parseWhitelist', () => {
  it.each([
    [`system-excidle,com.android.shell,2000\nuser,${NAME},10234\n`, true],
    [`system,${NAME},10234\n`, true],
    [`user,${NAME}.other,10234\n`, false],
    // Only except-idle: it still sleeps in App Standby.
    [`system-excidle,${NAME},10234\n`, false],
    ['', false],
    ["Can't find service: deviceidle\n", null],
    ['java.lang.SecurityException: no\n', null],
  ])('reads %j', (output, isOnIt) => {
    expect(parseWhitelist(output, NAME)).toBe(isOnIt);
  });
});

describe('parseBucket', () => {
  it.each([
    ['10\n', 10],
    ['5\r\n', 5],
    ['45', 45],
    ['', null],
    ["Error: unknown command 'get-standby-bucket'\n", null],
    ['10 or 20', null],
    ['999999', null],
  ])('reads %j', (output, bucket) => {
    expect(parseBucket(output)).toBe(bucket);
  });
});

describe('parseAppOp', () => {
  const op = 'RUN_ANY_IN_BACKGROUND';
  it.each([
    [`${op}: allow\n`, 'allow'],
    [`${op}: ignore; time=+2h13m ago; rejectTime=+5m\n`, 'ignore'],
    // Android obeys the mode of the uid first.
    [`Uid mode: ${op}: ignore\n${op}: allow\n`, 'ignore'],
    ['No operations.\nDefault mode: allow\n', 'default'],
    ['RUN_IN_BACKGROUND: ignore\n', null],
    ['Error: Unknown operation string: RUN_ANY_IN_BACKGROUND\n', null],
    ['', null],
  ])('reads %j', (output, mode) => {
    expect(parseAppOp(output, op)).toBe(mode);
  });
});

describe('grantPermission', () => {
  it('names the permission in full and answers what the phone said, on one line', async () => {
    const { server, services } = fakeAdbServer(
      () =>
        '\nException occurred while executing:\njava.lang.SecurityException: Neither user 2000 nor\u001b[31m\n',
    );
    const said = await grantPermission(server, 'abcd', NAME, 'SEND_SMS');
    expect(services).toEqual([`shell:pm grant ${NAME} android.permission.SEND_SMS`]);
    expect(said).toBe(
      'Exception occurred while executing: java.lang.SecurityException: Neither user 2000 nor [31m',
    );
  });
});
