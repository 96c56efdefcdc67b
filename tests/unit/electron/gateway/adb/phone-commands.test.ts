import { describe, expect, it } from 'vitest';
import { isOwnSerial, readHardwareSerial } from '../../../../../electron/gateway/adb/hardware-serial.ts';
import { printable } from '../../../../../electron/gateway/adb/printable.ts';
import { quoteArgument } from '../../../../../electron/gateway/adb/shell.ts';
import { fakeAdbServer } from './fake-adb-server.ts';

describe('quoteArgument', () => {
  it.each([
    ['plain', 'plain'],
    ['content://app.relaydesk.relay.shell', 'content://app.relaydesk.relay.shell'],
    ['', `''`],
    ['two words', `'two words'`],
    ['$(reboot)', `'$(reboot)'`],
    ["it's", `'it'"'"'s'`],
    ['a\nb', `'a\nb'`],
  ])('makes one word of %j', (argument, quoted) => {
    expect(quoteArgument(argument)).toBe(quoted);
  });
});

describe('printable', () => {
  it('makes one short line of anything', () => {
    expect(printable('a\r\nb\u0000c')).toBe('a b c');
    expect(printable('evil\u202etxt')).toBe('evil txt');
    expect(printable('x'.repeat(500))).toHaveLength(200);
  });
});

describe('the serial of a phone', () => {
  const phone = (serialno: string, androidId: string) =>
    fakeAdbServer((service) => (service.includes('getprop') ? `${serialno}\r\n` : `${androidId}\n`)).server;

  it('is its own, whatever adb calls the phone', async () => {
    expect(await readHardwareSerial(phone('R5CT30ABCDE', ''), '192.168.1.20:5555')).toBe('R5CT30ABCDE');
  });

  it.each(['', 'unknown', '0123456789ABCDEF', '1234567890', '0000000000', 'two words', '\u001b[31mred'])(
    'is not %j, which tells nothing or is shared by many phones',
    (serial) => {
      expect(isOwnSerial(serial)).toBe(false);
    },
  );

  it('is made from Android’s id where the maker left a placeholder', async () => {
    const serial = await readHardwareSerial(phone('0123456789ABCDEF', '9774D56D682E549C'), 'usb1');
    expect(serial).toBe('android-id-9774d56d682e549c');
  });

  it('is adb’s name for the phone when there is nothing better', async () => {
    expect(await readHardwareSerial(phone('unknown', 'null'), '10.0.0.5:5555')).toBe('10.0.0.5:5555');
  });
});
