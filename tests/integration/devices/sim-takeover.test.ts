/** Row after row of messages for a SIM whose ledger was cleared, over a real link: they wait, say why, and go when told. */
import { describe, expect, it } from 'vitest';
import { setUpGateway } from '../../support/gateway-world.ts';
import { heartbeatFrame, helloFrame, TestPhone } from '../../support/test-phone.ts';
import { relaydesk } from '../../support/relaydesk-command.ts';
import { linkTestPhone, pairTestPhone } from '../inbox/inbox-world.ts';

const GUEST = '+9779812345678';
const PINNED = 8;

/** Eight messages wait for the SIM of a phone; then its app was cleared, and its SIM has another id. */
async function setup() {
  const gateway = await setUpGateway();
  const code = await gateway.console('POST', '/pairing-codes', { name: 'Till', parts_per_minute: null });
  const paired = await pairTestPhone(gateway.info.relayPort, String(code['code']));
  const before = new TestPhone(gateway.info.relayPort);
  await linkTestPhone(before, paired);
  await gateway.console('POST', '/queue/pause');
  const pinned: string[] = [];
  for (let n = 0; n < PINNED; n += 1) {
    const { body } = await gateway.post({ to: GUEST, text: `By SIM 1, ${n}`, device: 'Till', sim: 1 });
    pinned.push(String(body['request_id']));
  }
  before.hangUp();
  const phone = new TestPhone(gateway.info.relayPort);
  const { device_id, token } = paired;
  phone.say({ ...helloFrame, device_id, token, ledger_id: 'cd'.repeat(16) });
  const { session } = await phone.next('welcome');
  phone.say(heartbeatFrame(session));
  let seq = 0;
  /** Takes the next text and says that the radio has sent it. */
  const sendNext = async (): Promise<string> => {
    const { attempt_id, request_id } = await phone.next('send');
    for (const more of [
      { state: 'accepted', parts: 1 },
      { state: 'submitting' },
      { state: 'sent', part: 1, result: -1 },
    ]) {
      seq += 1;
      phone.say({ t: 'report', session, seq, attempt_id, at: Date.now(), ...more });
    }
    return request_id;
  };
  await gateway.console('POST', '/queue/resume');
  const view = (requestId: unknown) => gateway.console('GET', `/messages/${String(requestId)}`);
  const asked = async () => {
    const { takeovers } = await gateway.console('GET', '/devices');
    return takeovers as readonly { old_sim_id: string; new_sim_id: string; waiting: number }[];
  };
  return { ...gateway, sendNext, pinned, view, asked };
}

describe('messages for a SIM of a cleared ledger', () => {
  it('hold up nothing else, say what to do, and go by the new SIM when the operator agrees', async () => {
    const gateway = await setup();
    const { console, sendNext, pinned, view, asked } = gateway;
    const { body } = await gateway.post({ to: GUEST, text: 'By any' });
    expect(await sendNext()).toBe(body['request_id']);
    expect(await view(pinned[0])).toMatchObject({
      waiting: { reason: 'no_device', hint: expect.stringContaining('takes over') as unknown },
    });
    const [question] = await asked();
    expect(question).toMatchObject({ device_name: 'Till', sim: 1, waiting: PINNED });
    const route = `/sims/${question?.old_sim_id ?? ''}/takeover`;
    await console('POST', route, { new_sim_id: question?.new_sim_id, takes_over: true });
    const sent = new Set<string>();
    while (sent.size < PINNED) sent.add(await sendNext());
    expect([...sent].toSorted()).toEqual(pinned.toSorted());
    expect(await asked()).toEqual([]);
    // Said again, it sends nothing again.
    await console('POST', route, { new_sim_id: question?.new_sim_id, takes_over: true });
    const { body: last } = await gateway.post({ to: GUEST, text: 'The last' });
    expect(await sendNext()).toBe(last['request_id']);
  });

  it('are answered for on the command line too', async () => {
    const { dataDir, sendNext, pinned } = await setup();
    const dir = ['--data-dir', dataDir] as const;
    const list = await relaydesk('takeover', 'list', ...dir);
    expect(list.out).toMatch(/^Till\/1 {2}Test {2}8 {2}sim_\w+\n$/);
    expect((await relaydesk('takeover', 'yes', 'Till/1', ...dir)).out).toBe(
      'SIM 1 of Till takes over; messages that waited: 8.\n',
    );
    expect(pinned).toContain(await sendNext());
    const none = await relaydesk('takeover', 'no', 'Till/1', ...dir);
    expect([none.code, none.out]).toEqual([1, '']);
    expect(none.errors).toMatch(/^No SIM is in the place of one that is gone/);
  });

  it('stay after a no', async () => {
    const { console, pinned, view, asked } = await setup();
    const [question] = await asked();
    await console('POST', `/sims/${question?.old_sim_id ?? ''}/takeover`, {
      new_sim_id: question?.new_sim_id,
      takes_over: false,
    });
    expect(await asked()).toEqual([]);
    expect(await view(pinned[0])).toMatchObject({
      status: 'queued',
      waiting: { reason: 'no_device', hint: expect.stringContaining('put its SIM back') as unknown },
    });
  });
});
