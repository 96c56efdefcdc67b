import { describe, expect, it } from 'vitest';
import { routeOf } from '../../../../renderer/app-shell/use-route.ts';

describe('routeOf', () => {
  it.each([
    ['', 'dashboard'],
    ['#/', 'dashboard'],
    ['#/devices', 'devices'],
    ['#/inbox', 'inbox'],
    ['#/messages?q=1', 'messages'],
    ['#/messages/req_1', 'messages'],
    ['#/elsewhere', 'dashboard'],
  ])('%s shows %s', (hash, route) => {
    expect(routeOf(hash)).toBe(route);
  });
});
