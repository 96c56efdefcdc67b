/** `relaydesk inbox` against a running gateway, as a person types it. */
import { describe, expect, it } from 'vitest';
import { relaydesk } from '../../support/relaydesk-command.ts';
import { setUpInbox } from './inbox-world.ts';

describe('relaydesk inbox', () => {
  it('switches a SIM on, lists what came, and switches it off', async () => {
    const world = await setUpInbox({ isOn: false });
    const dir = ['--data-dir', world.dataDir] as const;
    const empty = await relaydesk('inbox', 'list', ...dir);
    expect(empty).toMatchObject({ code: 0, out: expect.stringContaining('relaydesk inbox on') as unknown });

    const on = await relaydesk('inbox', 'on', 'Till/1', ...dir);
    expect(on.out).toMatch(/^SIM 1 of Till takes in texts: .*STOP\. All others stay on the phone\.\n$/);
    expect((await world.phone.next('config')).config.inbox.sims).toEqual([1]);

    await world.receive({ from: '+9779811111111', body: 'STOP' });
    const list = await relaydesk('inbox', 'list', '--limit', '1', ...dir);
    expect(list.out).toMatch(/^\S+Z {2}\+9779811111111 {2}Till\/1 {2}STOP\n$/);
    const json: unknown = JSON.parse((await relaydesk('inbox', 'list', '--json', ...dir)).out);
    expect(json).toMatchObject({ ok: true, items: [{ text: 'STOP' }], next_cursor: null });

    expect((await relaydesk('inbox', 'off', 'Till/1', ...dir)).out).toBe(
      'SIM 1 of Till takes in no texts.\n',
    );
    expect((await world.phone.next('config')).config.inbox.sims).toEqual([]);
  });

  it('says in a sentence what is wrong, and fails', async () => {
    const world = await setUpInbox({ isOn: false });
    const dir = ['--data-dir', world.dataDir] as const;
    const unknown = await relaydesk('inbox', 'on', 'Bar/1', ...dir);
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.errors).toMatch(/^There is no such SIM\..*\n$/);
    const limit = await relaydesk('inbox', 'list', '--limit', '201', ...dir);
    expect(limit.code).not.toBe(0);
    expect(limit.errors).toContain('A limit is a number from 1 to 200.');
  });
});
