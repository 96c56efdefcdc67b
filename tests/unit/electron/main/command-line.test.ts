import { describe, expect, it } from 'vitest';
import { parseDesktopOptions } from '../../../../electron/main/command-line.ts';

describe('parseDesktopOptions', () => {
  it('takes the usual ports and the demo phone without any word', () => {
    expect(parseDesktopOptions([], undefined)).toEqual({
      dataDir: null,
      httpPort: 8642,
      relayPort: 8643,
      adbPort: 5037,
      demoPhone: true,
    });
  });

  it('reads its own words among those of Chromium', () => {
    const args = [
      '--no-sandbox',
      '.',
      '--data-dir',
      '/data',
      '--port=0',
      '--relay-port',
      '9',
      '--no-demo-phone',
    ];
    expect(parseDesktopOptions(args, undefined)).toEqual({
      dataDir: '/data',
      httpPort: 0,
      relayPort: 9,
      adbPort: 5037,
      demoPhone: false,
    });
  });

  it('asks the adb server of the environment, and rather the one of the command line', () => {
    expect(parseDesktopOptions([], '5100').adbPort).toBe(5100);
    expect(parseDesktopOptions(['--adb-port', '5200'], '5100').adbPort).toBe(5200);
  });

  it.each(['x', '-1', '65536', '1.5'])('refuses %s as a port', (port) => {
    expect(() => parseDesktopOptions([`--port=${port}`], undefined)).toThrow('--port must be a port number.');
  });
});
