/** What the operator sets for all phones: quiet hours, the pace of new phones, and when failures hold the queue. */
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { SettingName, SettingsStore } from './settings-store.ts';

export interface SendingSettings {
  /** Times of day such as `20:00`, by the wall clock of the workspace. They are kept while they do not hold. */
  readonly quietHours: { readonly isOn: boolean; readonly from: string; readonly to: string };
  /** Messages that may fail in a row before the queue waits; 0: any number. */
  readonly failureLimit: number;
  /** For phones that are paired from now on. */
  readonly partsPerMinute: number;
}

export interface SendingSettingsService {
  readonly read: () => SendingSettings;
  /** Changes what is told, all of it or nothing, and resolves with what holds then. */
  readonly change: (wanted: Partial<SendingSettings>) => Promise<SendingSettings>;
}

export interface SendingSettingsDeps {
  readonly settings: SettingsStore;
  readonly events: Pick<EventStore, 'append'>;
  readonly feed: Pick<Feed, 'note'>;
  readonly now: () => number;
  /** The rules of sending changed. */
  readonly wake: () => void;
}

const USUAL_HOURS = { from: '20:00', to: '07:00' };

export function createSendingSettings(deps: SendingSettingsDeps): SendingSettingsService {
  const { settings, events, feed } = deps;

  const read = (): SendingSettings => ({
    quietHours: readHours(settings.get('quiet_hours')),
    failureLimit: Number(settings.get('failure_limit')),
    partsPerMinute: Number(settings.get('parts_per_minute')),
  });

  /** The rows that would be other than they are. */
  function changesFor(wanted: Partial<SendingSettings>): ReadonlyMap<SettingName, string> {
    const { quietHours, failureLimit, partsPerMinute } = wanted;
    const texts: readonly (readonly [SettingName, string | undefined])[] = [
      ['quiet_hours', quietHours && writeHours(quietHours)],
      ['failure_limit', failureLimit?.toString()],
      ['parts_per_minute', partsPerMinute?.toString()],
    ];
    return new Map(
      texts.flatMap(([name, text]) =>
        text === undefined || text === settings.get(name) ? [] : [[name, text] as const],
      ),
    );
  }

  return {
    read,
    change: async (wanted) => {
      const changes = changesFor(wanted);
      if (changes.size === 0) return read();
      await settings.setAll(changes, () => {
        for (const [name, after] of changes) {
          events.append(settingChanged({ name, before: settings.get(name), after, at: deps.now() }));
        }
        feed.note('setting', '');
        feed.note('queue', '');
      });
      deps.wake();
      return read();
    },
  };
}

const HOURS = /^(off )?(\d\d:\d\d)-(\d\d:\d\d)$/;

function readHours(text: string): SendingSettings['quietHours'] {
  const [, off, from = USUAL_HOURS.from, to = USUAL_HOURS.to] = HOURS.exec(text) ?? [];
  return { isOn: HOURS.test(text) && off === undefined, from, to };
}

function writeHours({ isOn, from, to }: SendingSettings['quietHours']): string {
  return `${isOn ? '' : 'off '}${from}-${to}`;
}

/** The record that the operator changed a setting, for the list of what was done. */
export function settingChanged(change: {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly at: number;
}): Parameters<EventStore['append']>[0] {
  const { name, before, after, at } = change;
  return {
    type: 'setting.changed',
    mode: 'live',
    clientId: null,
    subjectId: name,
    at,
    data: { by: 'operator', before, after },
  };
}
