/** The grant step: permissions and leave to run in the background, each read back. */
import { sentence } from '../../shared/words/words.ts';
import {
  addToBatteryWhitelist,
  isOnBatteryWhitelist,
  readAppOp,
  readBucket,
  setActiveBucket,
  setAppOp,
} from '../adb/app-background.ts';
import { grantPermission } from '../adb/app-permissions.ts';
import { readPackageFacts, type PackageFacts } from '../adb/installed-package.ts';
import { hasStandbyBuckets, judgeGrants, wantedAppOps, wantedPermissions } from './grant-rules.ts';
import type { Progress, ProvisioningDeps, ProvisionRun } from './provisioning-deps.ts';
import type { StepResult } from './provision-steps.ts';
import { RELAY_PACKAGE } from './relay-app-file.ts';

/** One dump tells all permissions, before and after; what is held already is not asked for again. */
export async function grant(
  { server }: ProvisioningDeps,
  { serial, apiLevel, manufacturer }: ProvisionRun,
  tell: Progress,
): Promise<StepResult> {
  const wanted = wantedPermissions(apiLevel);
  const before = await readPackageFacts(server, serial, RELAY_PACKAGE);
  const complaints = new Set<string>();
  for (const permission of wanted) {
    if (before?.permissions.get(permission) === true) continue;
    tell(sentence('step.granting', { name: permission }));
    const said = await grantPermission(server, serial, RELAY_PACKAGE, permission);
    if (said !== '') complaints.add(permission);
  }
  tell(sentence('step.allowing_background'));
  await addToBatteryWhitelist(server, serial, RELAY_PACKAGE);
  if (hasStandbyBuckets(apiLevel)) await setActiveBucket(server, serial, RELAY_PACKAGE);
  for (const op of wantedAppOps(apiLevel)) await setAppOp(server, serial, RELAY_PACKAGE, op);

  const after = await readPackageFacts(server, serial, RELAY_PACKAGE);
  const appOps: Record<string, string | null> = {};
  for (const { operation } of wantedAppOps(apiLevel)) {
    appOps[operation] = await readAppOp(server, serial, RELAY_PACKAGE, operation);
  }
  return judgeGrants(
    {
      missing: wanted.filter((permission) => isMissing(permission, after, complaints)),
      isOnBatteryWhitelist: await isOnBatteryWhitelist(server, serial, RELAY_PACKAGE),
      standbyBucket: hasStandbyBuckets(apiLevel) ? await readBucket(server, serial, RELAY_PACKAGE) : null,
      appOps,
      manufacturer,
    },
    apiLevel,
  );
}

/** Where the phone tells nothing of the app, only its complaint at the grant is known. */
function isMissing(permission: string, facts: PackageFacts | null, complaints: ReadonlySet<string>): boolean {
  return facts === null ? complaints.has(permission) : facts.permissions.get(permission) !== true;
}
