import { describe, expect, it } from 'vitest';
import {
  createRouteChoice,
  type RoutableDevice,
} from '../../../../../electron/gateway/messages/route-choice.ts';
import type { SubmitRequest } from '../../../../../electron/gateway/messages/submit-request.ts';

const TILL: RoutableDevice = {
  id: 'dev_1',
  name: 'Till',
  mode: 'live',
  isReady: true,
  sims: [
    { id: 'sim_1', slot: 1 },
    { id: 'sim_2', slot: 2 },
  ],
};
const KITCHEN: RoutableDevice = {
  ...TILL,
  id: 'dev_2',
  name: 'Kitchen',
  isReady: false,
  sims: [{ id: 'sim_3', slot: 1 }],
};
const DEMO: RoutableDevice = { ...TILL, id: 'dev_3', name: 'Demo phone', mode: 'test', sims: [] };

const choose = (request: Partial<SubmitRequest>, mode: 'live' | 'test' = 'live') =>
  createRouteChoice(() => [TILL, KITCHEN, DEMO])({ to: '+9779812345678', text: 'hi', ...request }, mode);

describe('createRouteChoice', () => {
  it.each([
    [{}, { deviceId: null, simId: null }],
    [{ require_online: true }, { deviceId: null, simId: null }],
    [{ device: 'Kitchen' }, { deviceId: 'dev_2', simId: null }],
    [{ device: 'dev_2' }, { deviceId: 'dev_2', simId: null }],
    [{ sim: 'sim_3' }, { deviceId: 'dev_2', simId: 'sim_3' }],
    [{ sim: 2 }, { deviceId: 'dev_1', simId: 'sim_2' }],
    [{ sim: '2' }, { deviceId: 'dev_1', simId: 'sim_2' }],
    [
      { device: 'Till', sim: 1 },
      { deviceId: 'dev_1', simId: 'sim_1' },
    ],
  ])('resolves %o', (request, target) => {
    expect(choose(request)).toEqual(target);
  });

  it.each([
    [{ device: 'Nobody' }],
    [{ device: 'Demo phone' }],
    [{ sim: 9 }],
    [{ sim: 1 }],
    [{ device: 'Kitchen', sim: 2 }],
    [{ device: 'Kitchen', require_online: true }],
  ])('refuses %o with invalid_device', (request) => {
    expect(() => choose(request)).toThrow(expect.objectContaining({ code: 'invalid_device' }));
  });

  it('looks at no phone for a message that names nothing', () => {
    const route = createRouteChoice(() => {
      throw new Error('looked');
    });
    expect(route({ to: '+9779812345678', text: 'hi' }, 'live')).toEqual({ deviceId: null, simId: null });
  });
});
