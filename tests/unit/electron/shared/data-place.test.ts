import { describe, expect, it } from 'vitest';
import { chooseDataDir, type DataPlaceFacts } from '../../../../electron/shared/data-place.ts';

const placeOf = (facts: Partial<DataPlaceFacts>, ...used: readonly string[]): string =>
  chooseDataDir({
    platform: 'linux',
    env: {},
    home: '/home/asha',
    programDir: '/src/relaydesk',
    holdsData: (directory) => used.includes(directory),
    ...facts,
  });

const ROAMING = 'C:\\Users\\Asha\\AppData\\Roaming';

describe('chooseDataDir', () => {
  it.each<[string, Partial<DataPlaceFacts>, string]>([
    ['Linux', {}, '/home/asha/.local/share/relaydesk'],
    ['Linux with a place of its own', { env: { XDG_DATA_HOME: '/mnt/data' } }, '/mnt/data/relaydesk'],
    ['Linux with a relative place', { env: { XDG_DATA_HOME: 'data' } }, '/home/asha/.local/share/relaydesk'],
    ['macOS', { platform: 'darwin' }, '/home/asha/Library/Application Support/RelayDesk'],
    ['Windows', { platform: 'win32', env: { APPDATA: ROAMING } }, `${ROAMING}\\RelayDesk`],
    ['Windows without APPDATA', { platform: 'win32', home: 'C:\\Users\\Asha' }, `${ROAMING}\\RelayDesk`],
  ])('is the place that %s gives to programs of one user', (_system, facts, place) => {
    expect(placeOf(facts)).toBe(place);
  });

  it('stays where the desktop of an earlier version kept its data', () => {
    const [mine, other] = ['/home/asha/.config/RelayDesk', '/home/asha/.local/share/relaydesk'];
    expect(placeOf({}, mine)).toBe(mine);
    expect(placeOf({}, mine, other)).toBe(mine);
    expect(placeOf({ env: { XDG_CONFIG_HOME: '/etc/asha' } }, '/etc/asha/RelayDesk')).toBe(
      '/etc/asha/RelayDesk',
    );
  });

  it('stays in the checkout whose earlier version kept its data there', () => {
    expect(placeOf({}, '/src/relaydesk/.data')).toBe('/src/relaydesk/.data');
    expect(placeOf({ programDir: null }, '/src/relaydesk/.data')).toBe('/home/asha/.local/share/relaydesk');
    const windows = { platform: 'win32', env: { APPDATA: ROAMING }, programDir: 'C:\\relaydesk' };
    expect(placeOf(windows, 'C:\\relaydesk\\.data')).toBe('C:\\relaydesk\\.data');
  });
});
