import type { Database } from '../storage/database.ts';
import type { Writer } from '../storage/group-commit.ts';

/** Named values that outlive a restart. The names in use and their defaults are in `SETTINGS`. */
const SETTINGS = {
  /** `true` while the operator holds the queue, `refuse` while new messages are refused too. */
  queue_paused: 'false',
  /** Messages that may wait before new ones are refused. */
  backlog_limit: '50000',
  /** Messages that may fail in a row, with none sent between them, before the queue waits for the operator; 0: any number. */
  failure_limit: '20',
  /** Days that events can be read. */
  keep_events_days: '30',
  /** Days after its last change at which a message loses its text, sent or received; 0: never. */
  erase_texts_days: '0',
  /** Received texts of one phone that are kept, the oldest go first; 0: all of them. */
  inbox_limit: '100000',
  /** When bulk messages wait, by the wall clock of the workspace; `off 20:00-07:00` keeps hours that do not hold. */
  quiet_hours: '20:00-07:00',
  /** Parts that a phone may send in any 60 s, for phones that are paired from now on. */
  parts_per_minute: '25',
  /** Where backups go that name no file; empty: the folder `backups` of the data directory. */
  backup_folder: '',
  /** `true`: a backup is made once a day. */
  backup_daily: 'true',
  /** How many of the daily ones stay. */
  backups_kept: '7',
  /** Where texts go that name no phone: JSON, a list of `{"prefix":"+97798","via":"sim_…"}`; empty: any phone. */
  route_rules: '',
} as const;
export type SettingName = keyof typeof SETTINGS;

type SettingChanges = ReadonlyMap<SettingName, string>;

export interface SettingsStore {
  get(name: SettingName): string;
  /** Stores a value, with `alongside` in the same transaction; `get` tells it once that is on disk. */
  set(name: SettingName, value: string, alongside: () => void): Promise<void>;
  /** Several at once, all of them or none. */
  setAll(changes: SettingChanges, alongside: () => void): Promise<void>;
}

export function createSettingsStore(db: Database, writer: Writer): SettingsStore {
  const values = new Map<string, string>();
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings').all();
  for (const { name, value } of all) values.set(name, value);
  const upsert = db.prepare(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  async function setAll(changes: SettingChanges, alongside: () => void): Promise<void> {
    await writer.write(() => {
      for (const [name, value] of changes) upsert.run(name, value);
      alongside();
    });
    for (const [name, value] of changes) values.set(name, value);
  }

  return {
    get: (name) => values.get(name) ?? SETTINGS[name],
    set: (name, value, alongside) => setAll(new Map([[name, value]]), alongside),
    setAll,
  };
}
