import { describe, expect, it } from 'vitest';
import { listReverses, parseReverses, setReverse } from '../../../../../electron/gateway/adb/reverse.ts';
import { fakeAdbServer } from './fake-adb-server.ts';

describe('parseReverses', () => {
  it('reads the lines of a phone on USB, over TCP and of an old adbd', () => {
    const text = 'UsbFfs tcp:8643 tcp:41234\nhost-19 tcp:8644 tcp:8643\n(reverse) tcp:7000 tcp:7000\n';
    expect(parseReverses(text)).toEqual([
      { phonePort: 8643, hostPort: 41234 },
      { phonePort: 8644, hostPort: 8643 },
      { phonePort: 7000, hostPort: 7000 },
    ]);
  });

  it('leaves out what is not from port to port', () => {
    const text = 'UsbFfs localabstract:scrcpy tcp:27183\nUsbFfs tcp:1 localabstract:x\nnonsense\n\n';
    expect(parseReverses(text)).toEqual([]);
  });
});

describe('listReverses', () => {
  it('takes the length off the front', async () => {
    const { server } = fakeAdbServer(() => '001aUsbFfs tcp:8643 tcp:41234\n');
    expect(await listReverses(server, 'abcd')).toEqual([{ phonePort: 8643, hostPort: 41234 }]);
  });
});

describe('setReverse', () => {
  const tunnel = { phonePort: 8643, hostPort: 41234 };

  it('asks without taking over, and reads OKAY with and without the port behind it', async () => {
    const { server, services } = fakeAdbServer(() => 'OKAY00048643');
    expect(await setReverse(server, 'abcd', tunnel)).toBe('set');
    expect(services).toEqual(['reverse:forward:norebind:tcp:8643;tcp:41234']);
    expect(await setReverse(fakeAdbServer(() => 'OKAY').server, 'abcd', tunnel)).toBe('set');
  });

  it('says taken for the words of adbd', async () => {
    const { server } = fakeAdbServer(() => 'FAIL001ecannot rebind existing socket');
    expect(await setReverse(server, 'abcd', tunnel)).toBe('taken');
  });

  it('is no success without an answer', async () => {
    await expect(setReverse(fakeAdbServer(() => '').server, 'abcd', tunnel)).rejects.toMatchObject({
      kind: 'gone',
    });
  });
});
