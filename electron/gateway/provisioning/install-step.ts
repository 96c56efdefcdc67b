/** The install step: puts our relay app on the phone, or finds that it is there. */
import { assertNever } from '../../shared/assert-never.ts';
import { installApk, uninstallApp } from '../adb/install-apk.ts';
import { readInstalledPackage } from '../adb/installed-package.ts';
import type { PackageAnswer } from '../adb/parse-install.ts';
import { installFailure } from './install-failures.ts';
import { planInstall } from './install-plan.ts';
import type { Progress, ProvisioningParts, ProvisionRun } from './provisioning-parts.ts';
import type { StepResult } from './provision-steps.ts';
import { RELAY_PACKAGE, type RelayApp } from './relay-app-file.ts';

export async function install(
  parts: ProvisioningParts,
  run: ProvisionRun,
  tell: Progress,
): Promise<StepResult> {
  const installed = await readInstalledPackage(parts.server, run.serial, RELAY_PACKAGE);
  const file = await parts.relayApp();
  const app = file.kind === 'ok' ? file.app : null;
  const plan = planInstall(installed, app);
  switch (plan.kind) {
    case 'keep':
      return { state: 'skipped', message: 'The relay app is on the phone.' };
    case 'nothing_to_install':
      return {
        state: 'failed',
        message:
          file.kind === 'damaged'
            ? 'The relay app in this program is damaged.'
            : 'This program was built without the relay app.',
        fix: 'Install RelayDesk again; in a checkout, run: npm run relay:build. Then click Pair again.',
      };
    case 'too_new':
      return tooNew(plan.onPhone, app);
    case 'install':
    case 'update':
      if (app === null) throw new Error('a plan to install comes with an app');
      return putOnPhone(parts, run, { app, isUpdate: plan.kind === 'update' }, tell);
    default:
      return assertNever(plan);
  }
}

function tooNew(onPhone: string, app: RelayApp | null): StepResult {
  return {
    ...installFailure('INSTALL_FAILED_VERSION_DOWNGRADE'),
    message: `The relay app on the phone (${onPhone}) is newer than the one of this program (${app?.versionName ?? ''}).`,
  };
}

interface Order {
  readonly app: RelayApp;
  readonly isUpdate: boolean;
}

async function putOnPhone(
  parts: ProvisioningParts,
  run: ProvisionRun,
  { app, isUpdate }: Order,
  tell: Progress,
): Promise<StepResult> {
  const first = await send(parts, run, app, tell);
  const failure = failureOf(first);
  if (failure === null) return readBack(parts, run, { app, isUpdate });
  if (failure.offers !== 'replace' || !run.mayReplace) return failure;
  // Cut between these two, the phone has no relay app, and the next run installs it.
  tell('Removing the relay app of somebody else.');
  const removal = failureOf(await uninstallApp(parts.server, run.serial, RELAY_PACKAGE));
  if (removal !== null) return removal;
  const second = failureOf(await send(parts, run, app, tell));
  return second ?? readBack(parts, run, { app, isUpdate: false });
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);

async function send(
  parts: ProvisioningParts,
  run: ProvisionRun,
  app: RelayApp,
  tell: Progress,
): Promise<PackageAnswer> {
  const total = app.bytes.length;
  tell(`Sending the relay app: 0 of ${kilobytes(total)} KB.`);
  let toldPercent = 0;
  const apk = { bytes: app.bytes, nowSeconds: Math.floor(parts.now() / 1000) };
  return installApk(parts.server, run.serial, apk, (sent) => {
    if (sent >= total) {
      tell('The phone installs the relay app; it may ask you.');
      return;
    }
    const percent = Math.floor((100 * sent) / total);
    if (percent === toldPercent) return;
    toldPercent = percent;
    tell(`Sending the relay app: ${kilobytes(sent)} of ${kilobytes(total)} KB.`);
  });
}

/** Null when it is done. */
function failureOf(answer: PackageAnswer): StepResult | null {
  if (answer.kind === 'ok') return null;
  if (answer.kind === 'refused') return installFailure(answer.code);
  if (/not enough space|no space left/i.test(answer.output)) {
    return installFailure('INSTALL_FAILED_INSUFFICIENT_STORAGE');
  }
  return {
    state: 'failed',
    message: `The phone gave an odd answer to the installation: ${answer.output}`,
    fix: 'Restart the phone, then click Pair again.',
  };
}

/** A phone that says yes without doing it is found out here, not by a silent relay later. */
async function readBack(
  { server }: ProvisioningParts,
  { serial }: ProvisionRun,
  { app, isUpdate }: Order,
): Promise<StepResult> {
  const now = await readInstalledPackage(server, serial, RELAY_PACKAGE);
  const isThere = now !== null && (now.versionCode === null || now.versionCode === app.versionCode);
  if (!isThere) {
    return {
      state: 'failed',
      message: 'The phone says that it installed the relay app, but it is not there.',
      fix: 'Keep the phone unlocked, click Pair again and tap Install when the phone asks.',
    };
  }
  const { versionName } = app;
  return isUpdate
    ? { state: 'done', message: `The relay app was updated to ${versionName}.` }
    : { state: 'done', message: `The relay app ${versionName} was installed.` };
}
