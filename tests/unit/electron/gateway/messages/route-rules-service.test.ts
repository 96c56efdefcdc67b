import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../../../electron/shared/gateway-error.ts';
import { createRouteRulesService } from '../../../../../electron/gateway/messages/route-rules-service.ts';

const PHONE = 'dev_01ARZ3NDEKTSV4RRFFQ69G5FAA';
const SIM = 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAB';
const OLD_SIM = 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAC';
const NOBODY = 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAD';

function setup(stored: unknown = []) {
  const world = { text: JSON.stringify(stored), successor: null as string | null };
  const rules = createRouteRulesService({
    text: () => world.text,
    store: (text) => {
      world.text = text;
      return Promise.resolve();
    },
    devices: () => [{ id: PHONE, name: 'Till', sims: [{ id: SIM, slot: 2 }] }],
    takenOverBy: (simId) => (simId === OLD_SIM ? world.successor : null),
  });
  return { world, rules };
}

/** The fields that a replacement is refused for, with the codes of what is wrong. */
async function refusalOf(change: Promise<unknown>): Promise<unknown> {
  const error: unknown = await change.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GatewayError)) return error;
  const { fields } = error.details;
  return Array.isArray(fields)
    ? fields.map((field: { field: string; code: string }) => [field.field, field.code])
    : null;
}

describe('the routing rules', () => {
  it('are kept in their order and say what they name', async () => {
    const { rules } = setup();
    await rules.replace([
      { prefix: '+97798', via: SIM },
      { prefix: '+977', via: PHONE },
    ]);
    expect(rules.list()).toEqual([
      { prefix: '+97798', via: SIM, target: { id: SIM, deviceName: 'Till', slot: 2 } },
      { prefix: '+977', via: PHONE, target: { id: PHONE, deviceName: 'Till', slot: null } },
    ]);
    expect(rules.routeOf('+9779812345678')).toBe(SIM);
    expect(rules.routeOf('+9771234567')).toBe(PHONE);
    expect(rules.routeOf('+4915112345678')).toBeNull();
  });

  it('say that the SIM they name is gone, still send there, and may stay while others change', async () => {
    const { rules } = setup([{ prefix: '+977', via: OLD_SIM }]);
    expect(rules.list()).toMatchObject([{ via: OLD_SIM, target: null }]);
    expect(rules.routeOf('+9779812345678')).toBe(OLD_SIM);
    await rules.replace([
      { prefix: '+91', via: PHONE },
      { prefix: '+977', via: OLD_SIM },
    ]);
    expect(rules.list()).toHaveLength(2);
  });

  it('lead to the SIM that took over', () => {
    const { world, rules } = setup([{ prefix: '+977', via: OLD_SIM }]);
    world.successor = SIM;
    expect(rules.routeOf('+9779812345678')).toBe(SIM);
    expect(rules.list()).toMatchObject([{ via: OLD_SIM, target: { id: SIM, slot: 2 } }]);
  });

  it('are refused with each wrong one named, and nothing is stored', async () => {
    const { world, rules } = setup();
    const wrong = [
      { prefix: '+977', via: SIM },
      { prefix: '+91', via: NOBODY },
      { prefix: '+977', via: SIM },
    ];
    expect(await refusalOf(rules.replace(wrong))).toEqual([
      ['rules.1.via', 'field.no_such_target'],
      ['rules.2', 'field.there_twice'],
    ]);
    expect(world.text).toBe('[]');
  });
});
