import { describe, expect, it } from 'vitest';
import { parseGatewayNews, parseGatewayOrder } from '../../../../electron/shared/gateway-port.ts';

const options = {
  dataDir: '/data',
  httpPort: 8642,
  relayPort: 8643,
  adbPort: 5037,
  demoPhone: true,
  consoleSocketPath: '/data/console.sock',
};
const info = { url: 'http://127.0.0.1:8642', relayPort: 8643, consoleSocketPath: '/data/console.sock' };

describe('parseGatewayOrder', () => {
  it('reads start and stop, and drops what it does not know', () => {
    const start = { type: 'start', options, launchToken: 't' };
    expect(parseGatewayOrder({ ...start, more: 1, options: { ...options, more: 1 } })).toEqual(start);
    expect(parseGatewayOrder({ type: 'stop', more: 1 })).toEqual({ type: 'stop' });
  });

  it.each([
    null,
    'stop',
    {},
    { type: 'start', launchToken: 't' },
    { type: 'start', options },
    { type: 'start', launchToken: 't', options: { ...options, httpPort: 65_536 } },
    { type: 'start', launchToken: 't', options: { ...options, relayPort: '1' } },
    { type: 'start', launchToken: 't', options: { ...options, demoPhone: 'yes' } },
    { type: 'start', launchToken: 't', options: { ...options, dataDir: undefined } },
  ])('takes %j for no order', (value) => {
    expect(parseGatewayOrder(value)).toBeUndefined();
  });
});

describe('parseGatewayNews', () => {
  it('reads ready and failed', () => {
    expect(parseGatewayNews({ type: 'ready', info: { ...info, tokens: 'x' } })).toEqual({
      type: 'ready',
      info,
    });
    expect(parseGatewayNews({ type: 'failed', sentence: 'No.' })).toEqual({
      type: 'failed',
      sentence: 'No.',
    });
  });

  it.each([
    undefined,
    {},
    { type: 'ready' },
    { type: 'failed' },
    { type: 'ready', info: { ...info, url: 1 } },
  ])('takes %j for no news', (value) => {
    expect(parseGatewayNews(value)).toBeUndefined();
  });
});
