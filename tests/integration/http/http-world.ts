/** The gateway as a program sees it: its API, and how much of what was sent is stored. */
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';

export interface HttpWorld extends GatewayWorld {
  /** How many messages are stored, of any client. */
  stored(): number;
}

export async function setUpHttp(): Promise<HttpWorld> {
  const world = await setUpGateway();
  const count = world.db.prepare<[], number>('SELECT count(*) FROM messages').pluck();
  return { ...world, stored: () => count.get() ?? Number.NaN };
}
