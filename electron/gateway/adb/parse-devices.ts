/** One line of `adb devices -l`. */
export interface ListedPhone {
  readonly serial: string;
  /** adb's own word: `device`, `unauthorized`, `offline`, `authorizing`, `recovery`, `no permissions` … */
  readonly state: string;
  readonly model: string | null;
  /** Changes with every new connection of the phone. */
  readonly transportId: string | null;
}

const LINE = /^(\S+)\s+(no permissions|\S+)(.*)$/;

/**
 * Reads the answer of `host:devices-l`. Details are `name:value` in any order, because a phone over TCP has no
 * `usb:` column and adbkit's own reader shifts every field for it.
 */
export function parseDevices(text: string): readonly ListedPhone[] {
  const phones: ListedPhone[] = [];
  for (const line of text.split('\n')) {
    const found = LINE.exec(line.trimEnd());
    const [, serial, state, rest] = found ?? [];
    if (serial === undefined || state === undefined) continue;
    const details = new Map<string, string>();
    for (const word of (rest ?? '').trim().split(/\s+/)) {
      const colon = word.indexOf(':');
      if (colon > 0) details.set(word.slice(0, colon), word.slice(colon + 1));
    }
    phones.push({
      serial,
      state,
      model: details.get('model')?.replaceAll('_', ' ') ?? null,
      transportId: details.get('transport_id') ?? null,
    });
  }
  return phones;
}
