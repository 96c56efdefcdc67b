import type { Database } from '../storage/database.ts';

/** Answers every client that has messages: a step in the index for each, however many messages it has. */
export function prepareClientsWithMessages(db: Database): () => readonly string[] {
  const next = db
    .prepare<[string], string>(
      `SELECT client_id FROM messages INDEXED BY messages_changed WHERE client_id > ?
       ORDER BY client_id LIMIT 1`,
    )
    .pluck();
  return () => {
    const clients: string[] = [];
    for (let last = next.get(''); last !== undefined; last = next.get(last)) clients.push(last);
    return clients;
  };
}
