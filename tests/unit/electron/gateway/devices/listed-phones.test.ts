import { describe, expect, it } from 'vitest';
import { AdbError } from '../../../../../electron/gateway/adb/adb-server.ts';
import type { ListedPhone } from '../../../../../electron/gateway/adb/parse-devices.ts';
import { createListedPhones } from '../../../../../electron/gateway/devices/listed-phones.ts';
import { unseen, viewOf } from '../../../../../electron/gateway/devices/live-phone.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';

const phone = (serial: string, state = 'device', transportId = '1'): ListedPhone => ({
  serial,
  state,
  model: 'Pixel 7',
  transportId,
});
const PAIRED = viewOf(
  unseen(
    {
      id: 'dev_1',
      name: 'Till',
      model: 'Pixel 7',
      android: 35,
      mode: 'live',
      hardware_serial: 'HW-paired',
      token_hash: Buffer.alloc(32),
      ledger_id: 'ab'.repeat(16),
      parts_per_minute: null,
      session: 1,
      paired_at: 0,
      removed_at: null,
    },
    [],
  ),
  0,
);

/** Each phone's own serial is `HW-` and ADB's name; the phone `paired` is ours. */
function setup() {
  const asked: string[] = [];
  const adb: string[][] = [];
  const provisioning: string[][] = [];
  const supervised: string[][] = [];
  const world = { isMute: false };
  const listed = createListedPhones({
    readHardwareSerial: (serial) => {
      asked.push(serial);
      return world.isMute ? Promise.reject(new Error('busy')) : Promise.resolve(`HW-${serial}`);
    },
    devices: {
      byHardwareSerial: (serial) => (serial === 'HW-paired' ? PAIRED : undefined),
      sawAdb: (states) => adb.push([...states].map(([serial, state]) => `${serial} ${state}`)),
      sawProvisioning: (serials) => provisioning.push([...serials]),
    },
    supervisor: { saw: (phones) => supervised.push(phones.map((own) => own.deviceId)) },
    feed: createFeed(),
    log: silentLogger,
  });
  const see = async (...phones: readonly ListedPhone[]): Promise<void> => {
    listed.saw({ available: true, phones });
    await listed.idle();
  };
  return { listed, asked, adb, provisioning, supervised, world, see };
}

describe('the phones on the list of ADB', () => {
  it('are asked for their own serial once a connection, and again where they did not tell', async () => {
    const { asked, world, see } = setup();
    world.isMute = true;
    await see(phone('a'));
    world.isMute = false;
    await see(phone('a'));
    await see(phone('a'));
    expect(asked).toEqual(['a', 'a']);
    await see(phone('a', 'device', '2'));
    expect(asked).toEqual(['a', 'a', 'a']);
  });

  it('are not asked before they allowed this computer', async () => {
    const { asked, adb, see } = setup();
    await see(phone('a', 'unauthorized'));
    expect(asked).toEqual([]);
    expect(adb).toEqual([[]]);
  });

  it('have their cable kept alive when they are paired and ADB can use them', async () => {
    const { supervised, adb, see } = setup();
    await see(phone('paired'), phone('b'));
    await see(phone('paired', 'offline'));
    await see();
    expect(supervised).toEqual([['dev_1'], [], []]);
    expect(adb).toEqual([['HW-paired device', 'HW-b device'], ['HW-paired offline'], []]);
  });

  it.each([
    ['device', 'available'],
    ['unauthorized', 'unauthorized'],
    ['authorizing', 'unauthorized'],
    ['offline', 'offline'],
    ['recovery', 'seen'],
  ])('that are not paired and that adb calls %s are %s', async (state, deviceState) => {
    const { listed, see } = setup();
    await see(phone('b', state));
    expect(listed.phones()).toMatchObject([{ state, device_id: null, device_state: deviceState }]);
  });

  it('that are paired have the state of their device', async () => {
    const { listed, see } = setup();
    await see(phone('paired'));
    expect(listed.phones()).toMatchObject([{ device_id: 'dev_1', device_state: PAIRED.state }]);
  });

  it('that a run sets up are provisioning, and looked after as soon as it ended', async () => {
    const { listed, provisioning, supervised, see } = setup();
    await see(phone('b'));
    listed.provisioning(new Set(['b', 'gone']));
    expect(listed.phones()).toMatchObject([{ device_state: 'provisioning' }]);
    listed.provisioning(new Set());
    expect(provisioning).toEqual([[], ['HW-b'], []]);
    expect(supervised).toHaveLength(3);
  });

  it('are none, with the reason, while ADB is away', async () => {
    const { listed, adb, see } = setup();
    await see(phone('b'));
    listed.saw({ available: false, problem: new AdbError('no_adb', 'no adb') });
    await listed.idle();
    expect(listed.phones()).toEqual([]);
    expect(listed.condition()).toMatchObject({ available: false, code: 'adb.missing' });
    expect(adb.at(-1)).toEqual([]);
    await see();
    expect(listed.condition()).toMatchObject({ available: true, code: 'adb.running' });
  });
});
