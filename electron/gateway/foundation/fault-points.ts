/**
 * Named places between two steps of a text, where tests end the process or slow it down. They are told on a diagnostics
 * channel of Node: in a product nobody listens, and passing one is a single check. The tests' own program subscribes
 * (`tests/support/faulty-gateway.ts`); no option, setting or environment variable of the gateway does.
 */
import { channel } from 'node:diagnostics_channel';

export const FAULT_CHANNEL = 'relaydesk.fault-point';

/** Each is one sentence: what has just happened. `stored` is inside the open transaction, `committed` behind it. */
export const FAULT_POINTS = {
  'accept.stored': 'a text and its event are written and not committed',
  'accept.committed': 'a text is on the disk, and its client has not been told',
  'claim.stored': 'messages are `sending` with an attempt each, not committed',
  'claim.committed': 'claims are on the disk, and no byte of them is written to a phone',
  'hand_over.written': 'the `send` of one attempt is passed to the socket',
  'report.read': 'reports of a phone are read, and nothing of them is stored',
  'report.stored': 'reports and their seq are written and not committed',
  'report.committed': 'reports are on the disk, and their phone has no ack',
  'ack.written': 'an ack is passed to the socket',
  'query.answered': 'a phone told what it holds, and nothing of it is stored',
  'query.stored': 'what a phone holds is written and not committed',
  'query.committed': 'what a phone holds is on the disk, and it may not send yet',
  'cancel.stored': 'a cancel is written and not committed',
  'cancel.committed': 'a cancel is on the disk, and the phone that may hold the text was not asked',
  'backup.copied': 'a backup is written under another name, and not checked',
  'backup.verified': 'a backup is checked, and has not got its name',
  'restore.copied': 'a backup is copied into the data directory, and not checked',
  'restore.prepared': 'a backup is checked and made ready, and nothing is decided',
  'restore.decided': 'a backup will be the database, and the old one is in its place',
  'restore.log_aside': 'the log of the old database is put aside, and its file is not',
  'restore.old_aside': 'the old database is put aside, and its place is empty',
  'restore.placed': 'the backup is the database, and nobody was told',
} as const satisfies Readonly<Record<string, string>>;

export type FaultPoint = keyof typeof FAULT_POINTS;

const reached = channel(FAULT_CHANNEL);

/** Says that a place is reached. */
export function passFaultPoint(point: FaultPoint): void {
  if (reached.hasSubscribers) reached.publish(point);
}
