/** The first two steps: is the phone there, and can it become a gateway phone? */
import { sentence } from '../../shared/words/words.ts';
import { readHardwareSerial } from '../adb/hardware-serial.ts';
import { listPhones } from '../adb/list-phones.ts';
import { printable } from '../adb/printable.ts';
import { readProperty } from '../adb/read-property.ts';
import { adviceFor } from '../devices/phone-problem.ts';
import { apiLevelOf, checkFacts, type PhoneFacts } from './phone-check.ts';
import type { ProvisioningDeps, ProvisionRun } from './provisioning-deps.ts';
import { done, needsYou, type StepResult } from './provision-steps.ts';

/** Finds the phone on ADB's list and learns its own serial. */
export async function find({ server }: ProvisioningDeps, run: ProvisionRun): Promise<StepResult> {
  const phone = (await listPhones(server)).find((listed) => listed.serial === run.serial);
  if (phone === undefined) return needsYou(sentence('step.not_listed'));
  if (phone.state !== 'device') return needsYou(adviceFor(phone.state, false));
  run.hardwareSerial = await readHardwareSerial(server, run.serial);
  return done(sentence('step.found', { phone: phone.model ?? run.serial }));
}

/** Reads what tells whether the phone can become a gateway phone. */
export async function check({ server }: ProvisioningDeps, run: ProvisionRun): Promise<StepResult> {
  const facts: PhoneFacts = {
    apiLevel: await readProperty(server, run.serial, 'ro.build.version.sdk'),
    simState: await readProperty(server, run.serial, 'gsm.sim.state'),
    isUnlocked: await readProperty(server, run.serial, 'sys.user.0.ce_available'),
  };
  run.apiLevel = apiLevelOf(facts);
  run.manufacturer = printable(await readProperty(server, run.serial, 'ro.product.manufacturer'), 40);
  return checkFacts(facts);
}
