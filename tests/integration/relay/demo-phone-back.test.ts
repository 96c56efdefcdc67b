import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { failCommits } from '../../support/failing-commit.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import { waitFor } from '../../support/wait-for.ts';

it('comes back by itself once its disk takes writes again, and sends the text that waited', async () => {
  const world = await setUpGateway({ demoPhone: true });
  const ledger = openDatabase(path.join(world.dataDir, 'demo-phone', 'ledger.db'));
  onTestFinished(() => {
    ledger.close();
  });
  const isReady = async (): Promise<boolean> =>
    (await world.call({ path: '/v1/ready', token: world.test })).status === 200;
  const heal = failCommits(ledger, 'INSERT ON attempts');
  const accepted = await world.post({ to: '+9779812345678', text: 'Hi' }, { token: world.test });
  const isSent = (): boolean =>
    world.db.prepare("SELECT 1 FROM messages WHERE state IN ('sent', 'delivered')").get() !== undefined;
  expect(accepted.status).toBe(202);
  await waitFor('the demo phone to be gone', async () => !(await isReady()));
  heal();
  await waitFor('the demo phone to be back', isReady, { deadlineMs: 20_000 });
  await waitFor('the text to be sent', isSent, {
    deadlineMs: 20_000,
  });
});
