/** The install step: puts our relay app on the phone, or finds that it is there. */
import { assertNever } from '../../shared/assert-never.ts';
import { sentence } from '../../shared/words/words.ts';
import { installApk, uninstallApp } from '../adb/install-apk.ts';
import { readInstalledPackage } from '../adb/installed-package.ts';
import type { PackageAnswer } from '../adb/parse-install.ts';
import { installFailure } from './install-failures.ts';
import { planInstall } from './install-plan.ts';
import type { Progress, ProvisioningDeps, ProvisionRun } from './provisioning-deps.ts';
import { done, failed, type StepResult } from './provision-steps.ts';
import { RELAY_PACKAGE, type RelayApp } from './relay-app-file.ts';

export async function install(
  deps: ProvisioningDeps,
  run: ProvisionRun,
  tell: Progress,
): Promise<StepResult> {
  const installed = await readInstalledPackage(deps.server, run.serial, RELAY_PACKAGE);
  const file = await deps.relayApp();
  const app = file.kind === 'ok' ? file.app : null;
  const plan = planInstall(installed, app);
  switch (plan.kind) {
    case 'keep':
      return { state: 'skipped', sentence: sentence('install.already_there') };
    case 'nothing_to_install':
      return failed(sentence(file.kind === 'damaged' ? 'install.app_damaged' : 'install.app_missing'));
    case 'too_new':
      return failed(
        sentence('install.newer_version_on_phone', { onPhone: plan.onPhone, ours: app?.versionName ?? '' }),
      );
    case 'install':
    case 'update':
      if (app === null) throw new Error('a plan to install comes with an app');
      return putOnPhone(deps, run, { app, isUpdate: plan.kind === 'update' }, tell);
    default:
      return assertNever(plan);
  }
}

interface Order {
  readonly app: RelayApp;
  readonly isUpdate: boolean;
}

async function putOnPhone(
  deps: ProvisioningDeps,
  run: ProvisionRun,
  { app, isUpdate }: Order,
  tell: Progress,
): Promise<StepResult> {
  const first = await send(deps, run, app, tell);
  const failure = failureOf(first);
  if (failure === null) return readBack(deps, run, { app, isUpdate });
  if (failure.offers !== 'replace' || !run.mayReplace) return failure;
  // Cut between these two, the phone has no relay app, and the next run installs it.
  tell(sentence('install.removing_other'));
  const removal = failureOf(await uninstallApp(deps.server, run.serial, RELAY_PACKAGE));
  if (removal !== null) return removal;
  const second = failureOf(await send(deps, run, app, tell));
  return second ?? readBack(deps, run, { app, isUpdate: false });
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1024);

async function send(
  deps: ProvisioningDeps,
  run: ProvisionRun,
  app: RelayApp,
  tell: Progress,
): Promise<PackageAnswer> {
  const total = app.bytes.length;
  const tellSent = (bytes: number): void => {
    tell(sentence('install.sending', { sent: kilobytes(bytes), total: kilobytes(total) }));
  };
  tellSent(0);
  let toldPercent = 0;
  const apk = { bytes: app.bytes, nowSeconds: Math.floor(deps.now() / 1000) };
  return installApk(deps.server, run.serial, apk, (sent) => {
    if (sent >= total) {
      tell(sentence('install.phone_installs'));
      return;
    }
    const percent = Math.floor((100 * sent) / total);
    if (percent === toldPercent) return;
    toldPercent = percent;
    tellSent(sent);
  });
}

/** Null when it is done. */
function failureOf(answer: PackageAnswer): StepResult | null {
  if (answer.kind === 'ok') return null;
  if (answer.kind === 'refused') return installFailure(answer.code);
  if (/not enough space|no space left/i.test(answer.output)) {
    return installFailure('INSTALL_FAILED_INSUFFICIENT_STORAGE');
  }
  return failed(sentence('install.odd_answer', { output: answer.output }));
}

/** A phone that says yes without doing it is found out here, not by a silent relay later. */
async function readBack(
  { server }: ProvisioningDeps,
  { serial }: ProvisionRun,
  { app, isUpdate }: Order,
): Promise<StepResult> {
  const now = await readInstalledPackage(server, serial, RELAY_PACKAGE);
  const isThere = now !== null && (now.versionCode === null || now.versionCode === app.versionCode);
  if (!isThere) return failed(sentence('install.not_there'));
  const version = { version: app.versionName };
  return done(isUpdate ? sentence('install.updated', version) : sentence('install.installed', version));
}
