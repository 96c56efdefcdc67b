/** Lists are read beside the gateway: they see what was answered before them, and end in time. */
import { describe, expect, it } from 'vitest';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';

interface Listed {
  readonly items: readonly { readonly request_id: string; readonly text: string }[];
  readonly next_cursor: string | null;
}

async function list(world: GatewayWorld, query: string): Promise<Listed> {
  const { status, text } = await world.call({ path: `/v1/messages${query}` });
  expect(status, text).toBe(200);
  return JSON.parse(text) as Listed;
}

const NUMBER = '+9779812345678';

describe('GET /v1/messages', () => {
  it('has a message as soon as it was accepted, by every filter that it fits', async () => {
    const world = await setUpGateway();
    for (let n = 0; n < 10; n += 1) {
      const since = encodeURIComponent(new Date(Date.now() - 60_000).toISOString());
      const { text } = await world.post({ to: NUMBER, text: `Order ${n} is ready`, reference: `order-${n}` });
      const { request_id } = JSON.parse(text) as { request_id: string };
      for (const query of [
        '',
        '?status=queued',
        `?to=${encodeURIComponent(NUMBER)}`,
        `?reference=order-${n}`,
        `?since=${since}&limit=1`,
        `?updated_since=${since}&limit=1`,
        `?q=order+${n}+IS`,
      ]) {
        expect((await list(world, query)).items[0]?.request_id, query).toBe(request_id);
      }
    }
  });

  it('goes through all by cursor, in either order, and says where it ends', async () => {
    const world = await setUpGateway();
    for (let n = 0; n < 7; n += 1) await world.post({ to: NUMBER, text: `text ${n}` });
    for (const order of ['asc', 'desc']) {
      const texts: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Listed = await list(world, `?order=${order}&limit=3&cursor=${cursor}`);
        texts.push(...page.items.map((item) => item.text));
        cursor = page.next_cursor;
      }
      const risen = order === 'asc' ? texts : texts.toReversed();
      expect(risen).toEqual(Array.from({ length: 7 }, (_, n) => `text ${n}`));
    }
  });

  it('that takes too long is refused with a time to come back, and holds up nobody', async () => {
    const world = await setUpGateway({ readDeadlineMs: 1 });
    const answer = await world.call({ path: '/v1/messages' });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { code: 'queue_blocked', details: { reason: 'read_timeout' } },
    });
    expect(answer.headers['retry-after']).toBe('1');
    expect((await world.post({ to: NUMBER, text: 'hi' })).status).toBe(202);
  });
});
