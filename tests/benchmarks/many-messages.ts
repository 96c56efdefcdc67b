/** Fills a stopped gateway's database as months of work would leave it; by SQL, since accepting a million takes long. */
import Database from 'better-sqlite3';
import { join } from 'node:path';

/** A word that one message in 250,000 has, the oldest of all included. */
export const RARE_WORD = 'zeppelin';
/** A number that was texted some twenty times for each 100,000 messages. */
export const SOME_NUMBER = '+9779812300077';
export const DEVICES = 10;
const DAY_MS = 86_400_000;
const WAITING = 500;

export interface Filling {
  readonly messages: number;
  /** Has two thirds of them. */
  readonly clientId: string;
  /** How many wait to be sent; the others are over. */
  readonly waiting?: number;
  readonly now: number;
}

/**
 * Messages of three clients over 60 days through ten phones, most of them delivered; a few of each other state, the
 * rarest one in 100,000.
 */
export function fillDatabase(dataDir: string, { messages, clientId, waiting = WAITING, now }: Filling): void {
  const db = new Database(join(dataDir, 'relaydesk.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  db.exec('BEGIN');
  addDevices(db, now);
  db.prepare(
    `INSERT OR IGNORE INTO lanes (id, mode, priority, target, client_id, batch_id)
     VALUES (1, 'live', 1, 'sim_gone', ?, '')`,
  ).run(clientId);
  db.prepare(ROWS).run({
    messages,
    clientId,
    from: now - 60 * DAY_MS,
    step: (60 * DAY_MS) / messages,
    firstWaiting: messages - waiting,
    until: now + DAY_MS,
  });
  db.exec(ATTEMPTS);
  db.exec(EVENTS);
  db.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES ('backlog_limit', '100000000')").run();
  db.exec('COMMIT');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function addDevices(db: Database.Database, now: number): void {
  const device = db.prepare(
    `INSERT INTO devices (id, name, model, android, mode, token_hash, ledger_id, paired_at)
     VALUES (?, ?, 'Pixel 7', 34, 'live', ?, 'aa', ?)`,
  );
  const sim = db.prepare(
    `INSERT INTO sims (id, device_id, ledger_id, subscription_id, slot, is_present) VALUES (?, ?, 'aa', 1, 1, 1)`,
  );
  for (let n = 0; n < DEVICES; n += 1) {
    device.run(`dev_${n}`, `Phone ${n}`, Buffer.from(`token ${n}`), now);
    sim.run(`sim_${n}`, `dev_${n}`);
  }
}

const ROWS = `
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @messages)
INSERT INTO messages (request_id, client_id, mode, state, priority, recipient, body, parts, encoding, device_id,
  max_parts, delivery_report, reference, created_at, expires_at, updated_at, sending_at, sent_at, ended_at, lane_id,
  held, attempts, device_name, failure_code)
SELECT 'req_fill' || printf('%022d', i),
  CASE WHEN i % 100000 = 9 THEN 'cli_small' WHEN i % 3 = 0 THEN 'cli_other' ELSE @clientId END,
  CASE WHEN i % 50 = 3 THEN 'test' ELSE 'live' END,
  CASE WHEN i > @firstWaiting THEN 'queued' WHEN i % 100000 = 17 THEN 'unknown' WHEN i % 20000 = 5 THEN 'undelivered'
    WHEN i % 1000 = 7 THEN 'failed' WHEN i % 1000 = 11 THEN 'expired' WHEN i % 5000 = 13 THEN 'cancelled'
    WHEN i % 25 = 1 THEN 'sent' ELSE 'delivered' END,
  1,
  CASE WHEN i % 5000 = 77 THEN '${SOME_NUMBER}' ELSE '+97798' || printf('%08d', (i * 7919) % 100000000) END,
  CASE WHEN i % 250000 = 1 THEN 'The ${RARE_WORD} of order ' || i || ' has left'
    WHEN i % 7 = 0 THEN 'नमस्ते, तपाईंको अर्डर ' || i || ' तयार छ। कृपया पसलबाट लिनुहोस्।'
    ELSE 'Hello, your order ' || i || ' of ' || (i % 977) || ' rupees is on its way, it arrives at ' || (i % 24) || ':30.' END,
  1, 'GSM-7', '', 6, 1,
  CASE WHEN i % 4 = 0 THEN 'order-' || i / 4 ELSE NULL END,
  CAST(@from + @step * i AS INTEGER), CASE WHEN i > @firstWaiting THEN @until ELSE CAST(@from + @step * i AS INTEGER) + 86400000 END,
  CAST(@from + @step * i AS INTEGER) + 9000, CAST(@from + @step * i AS INTEGER) + 1000,
  CAST(@from + @step * i AS INTEGER) + 3000, CAST(@from + @step * i AS INTEGER) + 9000, 1,
  CASE WHEN i > @firstWaiting THEN 0 ELSE 1 END, CASE WHEN i > @firstWaiting THEN 0 ELSE 1 END,
  'Phone ' || i % ${DEVICES},
  CASE WHEN i % 1000 = 7 THEN 'carrier_rejected' ELSE NULL END
FROM n`;

/** One for each message that is over; a tenth phone sent only one in 1,000. */
const ATTEMPTS = `
INSERT INTO attempts (attempt_id, message_seq, n, device_id, device_name, ledger_id, sim_id, sim_slot, state, parts,
  not_after, offered_at, ended_at)
SELECT 'att_fill' || printf('%022d', seq), seq, 1, 'dev_' || d, 'Phone ' || d, 'aa', 'sim_' || d, 1,
  CASE state WHEN 'failed' THEN 'failed' WHEN 'unknown' THEN 'unknown' ELSE 'sent' END, 1, expires_at, sending_at, sent_at
FROM (SELECT *, CASE WHEN seq % 1000 = 501 THEN 9 ELSE seq % 9 END AS d FROM messages WHERE held = 1)`;

const EVENTS = `
INSERT INTO events (type, mode, client_id, subject_id, at, data)
SELECT 'message.sent', mode, client_id, request_id, sent_at, '{"status":"sent","sequence":3}' FROM messages
WHERE held = 1 AND seq > (SELECT max(seq) / 2 FROM messages)`;
