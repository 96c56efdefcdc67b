/** Answers of a ledger that have no end: the phone that gives them is cut, and the memory stays as it is. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startLinkWorld, type LinkWorld } from './link-world.ts';
import { LEDGER_ID } from '../../support/test-phone.ts';

const MIB = 1024 * 1024;
let world: LinkWorld;
afterEach(() => world.stop());

/** 50 entries of about a kilobyte each, with attempt ids that start with `from`. */
function page(session: number, query_id: string, from: string): string {
  const entries = Array.from({ length: 50 }, (_, n) => ({
    attempt_id: `${from}-${n}`,
    request_id: null,
    state: 'sent',
    stuffing: 'x'.repeat(1_000),
  }));
  return `${JSON.stringify({ t: 'ledger', session, query_id, entries, more: true })}\n`;
}

/** Says pages until the gateway cuts the phone; fails when it takes more than 300 MiB. Returns how many MiB. */
async function sayWithoutEnd(
  phone: ReturnType<LinkWorld['dial']>,
  next: (n: number) => string,
): Promise<number> {
  let said = 0;
  for (let n = 0; phone.socket.writable && said < 300 * MIB; n += 1) {
    const line = next(n);
    said += line.length;
    phone.socket.write(line);
    do await nextTurn();
    while (phone.socket.writableNeedDrain);
  }
  await phone.closed();
  return said / MIB;
}

describe('a ledger whose answer has no end', () => {
  it.each([
    ['repeats one page', () => 'att'],
    ['tells of ever new attempts that nobody asked about', (n: number) => `att-${n}`],
  ])('costs its phone the link when it %s', async (_what, from) => {
    world = await startLinkWorld();
    const phone = world.dial();
    const number = await phone.link({ ledger_id: LEDGER_ID });
    const [session] = world.callbacks.sessions;
    const asked = session?.query(['att_1'], 20_000).catch((error: unknown) => {
      session.close('not answered');
      throw error;
    });
    const refused = expect(asked).rejects.toMatchObject({ code: 'endless' });
    const { query_id } = await phone.next('query');
    expect(await sayWithoutEnd(phone, (n) => page(number, query_id, from(n)))).toBeLessThan(8);
    await refused;
  });

  it('costs its phone the link when it lists ever new attempts, before the memory has grown by 100 MiB', async () => {
    world = await startLinkWorld();
    const phone = world.dial();
    const number = await phone.link();
    const [session] = world.callbacks.sessions;
    const asked = session?.listSince({ since: 0, after: null }, 20_000).catch((error: unknown) => {
      session.close('not answered');
      throw error;
    });
    const refused = expect(asked).rejects.toMatchObject({ code: 'endless' });
    const { query_id } = await phone.next('query');
    const before = process.memoryUsage().rss;
    const said = await sayWithoutEnd(phone, (n) => page(number, query_id, `att-${n}`));
    await refused;
    expect(said).toBeLessThan(32);
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(100);
  });
});
