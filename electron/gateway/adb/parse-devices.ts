import { printable } from './printable.ts';

/** One line of `adb devices -l`. */
export interface ListedPhone {
  readonly serial: string;
  /** adb's own word: `device`, `unauthorized`, `offline`, `authorizing`, `recovery`, `no permissions` … */
  readonly state: string;
  readonly model: string | null;
  /** Changes with every new connection of the phone. */
  readonly transportId: string | null;
}

/** A phone without a serial number is listed as "(no serial number)"; nothing can be done with it by name. */
const LINE = /^(\(no serial number\)|\S+)\s+(no permissions|\S+)(.*)$/;
const LONGEST_SERIAL = 255;

/**
 * Reads the answer of `host:devices-l`. Details are `name:value` in any order, because a phone over TCP has no
 * `usb:` column and adbkit's own reader shifts every field for it. The words come from the phone: control
 * characters are taken out, and a name that comes twice counts as first seen.
 */
export function parseDevices(text: string): readonly ListedPhone[] {
  return text.split('\n').flatMap((line) => {
    const phone = parseLine(line.trimEnd());
    return phone === null ? [] : [phone];
  });
}

function parseLine(line: string): ListedPhone | null {
  const [, serial, state, rest] = LINE.exec(line) ?? [];
  if (serial === undefined || state === undefined) return null;
  if (serial.length > LONGEST_SERIAL || serial !== printable(serial, LONGEST_SERIAL)) return null;
  const details = new Map<string, string>();
  for (const word of (rest ?? '').trim().split(/\s+/)) {
    const colon = word.indexOf(':');
    const name = word.slice(0, colon);
    if (colon > 0 && !details.has(name)) details.set(name, word.slice(colon + 1));
  }
  const model = printable((details.get('model') ?? '').replaceAll('_', ' '), 64);
  return {
    serial,
    state: printable(state, 40),
    model: model === '' ? null : model,
    transportId: details.get('transport_id') ?? null,
  };
}
