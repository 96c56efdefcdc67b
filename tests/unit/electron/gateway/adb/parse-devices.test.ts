import { describe, expect, it } from 'vitest';
import { parseDevices } from '../../../../../electron/gateway/adb/parse-devices.ts';

describe('parseDevices', () => {
  it('reads a phone on USB and one over TCP, which has no usb: column', () => {
    const text = [
      'R5CT30ABCDE            device usb:1-1 product:a52qnsxx model:SM_A525F device:a52q transport_id:1',
      '192.168.1.20:5555      device product:a52qnsxx model:SM_A525F device:a52q transport_id:7',
      '',
    ].join('\n');
    expect(parseDevices(text)).toEqual([
      { serial: 'R5CT30ABCDE', state: 'device', model: 'SM A525F', transportId: '1' },
      { serial: '192.168.1.20:5555', state: 'device', model: 'SM A525F', transportId: '7' },
    ]);
  });

  it('reads every state, without a model where adb knows none', () => {
    const states = [
      'unauthorized',
      'offline',
      'authorizing',
      'connecting',
      'recovery',
      'sideload',
      'bootloader',
    ];
    const text = states
      .map((state, n) => `serial${n}                ${state} usb:1-${n} transport_id:${n}\n`)
      .join('');
    expect(parseDevices(text)).toEqual(
      states.map((state, n) => ({ serial: `serial${n}`, state, model: null, transportId: String(n) })),
    );
  });

  it('keeps "no permissions" together and leaves its advice out', () => {
    const text =
      '0123ABCD               no permissions (user in plugdev group; are your udev rules wrong?); ' +
      'see [http://developer.android.com/tools/device.html] usb:1-2 transport_id:3\n';
    expect(parseDevices(text)).toEqual([
      { serial: '0123ABCD', state: 'no permissions', model: null, transportId: '3' },
    ]);
  });

  it('does not take the words "(no serial number)" for a serial and a state', () => {
    expect(parseDevices('(no serial number)     no permissions usb:1-4 transport_id:2\n')).toEqual([
      { serial: '(no serial number)', state: 'no permissions', model: null, transportId: '2' },
    ]);
  });

  it('lists two phones with one serial as two', () => {
    const line = (n: number): string =>
      `0123456789ABCDEF       device usb:1-${n} model:Y6 transport_id:${n}\n`;
    expect(parseDevices(line(1) + line(2)).map(({ transportId }) => transportId)).toEqual(['1', '2']);
  });

  it('finds nothing in an empty list', () => {
    expect(parseDevices('')).toEqual([]);
    expect(parseDevices('\n\n')).toEqual([]);
  });

  it('takes the first of a detail that a hostile banner repeats, and cuts what is too long', () => {
    const [phone] = parseDevices(
      `abcd  device model:Real model:Fake transport_id:1 transport_id:99 x:${'y'.repeat(70_000)}`,
    );
    expect(phone).toMatchObject({ model: 'Real', transportId: '1' });
    expect(parseDevices(`abcd device model:${'M'.repeat(5_000)}`)[0]?.model).toHaveLength(64);
  });

  it('drops a serial with control characters and takes them out of a model', () => {
    expect(parseDevices('ab\u001b[31mcd device transport_id:1\n')).toEqual([]);
    expect(parseDevices('ab\u202ecd device transport_id:1\n')).toEqual([]);
    expect(parseDevices('abcd device model:Pixel\u0007\u001b[2J_7\n')[0]?.model).toBe('Pixel [2J 7');
  });

  it('stays quick on a long line of nothing', () => {
    const startedAt = performance.now();
    parseDevices(`a${' '.repeat(100_000)}\n`);
    parseDevices('x '.repeat(50_000));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
