import type { FailureCode } from './failure-codes.ts';

/**
 * What an Android `RESULT_*` number (android.telephony.SmsManager) says of a part, as the queue must read it:
 * `retry` proves that nothing left the phone; `failed` is final; `unknown` says nothing for sure.
 */
export type AndroidResult = {
  readonly name: string;
  /** The part may have left the phone although it failed. */
  readonly mayHaveLeft: boolean;
} & (
  | { readonly outcome: 'retry'; readonly code: RetryCode }
  | { readonly outcome: 'failed' | 'unknown'; readonly code: FailureCode }
);

export const RESULT_OK = -1;

/** The failures that a part with a result of `retry` is told as when it was the last try. */
export type RetryCode = Extract<FailureCode, 'no_service' | 'radio_off' | 'os_limit' | 'sim_absent'>;

const retry = (name: string, code: RetryCode): AndroidResult => ({
  name,
  outcome: 'retry',
  code,
  mayHaveLeft: false,
});
const failed = (name: string, code: FailureCode): AndroidResult => ({
  name,
  outcome: 'failed',
  code,
  mayHaveLeft: false,
});
const doubtful = (name: string, code: FailureCode): AndroidResult => ({
  name,
  outcome: 'failed',
  code,
  mayHaveLeft: true,
});
const unclear = (name: string): AndroidResult => ({
  name,
  outcome: 'unknown',
  code: 'generic_failure',
  mayHaveLeft: true,
});

/** Every number the SDK names, API 35; what is not here is a vendor's own and counts as unknown. */
export const ANDROID_RESULTS: ReadonlyMap<number, AndroidResult> = new Map<number, AndroidResult>([
  [1, doubtful('GENERIC_FAILURE', 'generic_failure')],
  [2, retry('RADIO_OFF', 'radio_off')],
  [3, failed('NULL_PDU', 'relay_rejected')],
  [4, retry('NO_SERVICE', 'no_service')],
  [5, retry('LIMIT_EXCEEDED', 'os_limit')],
  [6, failed('FDN_CHECK_FAILURE', 'number_invalid')],
  [7, failed('SHORT_CODE_NOT_ALLOWED', 'number_invalid')],
  [8, failed('SHORT_CODE_NEVER_ALLOWED', 'number_invalid')],
  [9, retry('RADIO_NOT_AVAILABLE', 'radio_off')],
  [10, failed('NETWORK_REJECT', 'carrier_rejected')],
  [11, failed('INVALID_ARGUMENTS', 'relay_rejected')],
  [12, failed('INVALID_STATE', 'modem_error')],
  [13, failed('NO_MEMORY', 'modem_error')],
  [14, failed('INVALID_SMS_FORMAT', 'relay_rejected')],
  [15, failed('SYSTEM_ERROR', 'modem_error')],
  [16, doubtful('MODEM_ERROR', 'modem_error')],
  [17, doubtful('NETWORK_ERROR', 'network_error')],
  [18, failed('ENCODING_ERROR', 'relay_rejected')],
  [19, failed('INVALID_SMSC_ADDRESS', 'carrier_rejected')],
  [20, failed('OPERATION_NOT_ALLOWED', 'carrier_rejected')],
  [21, failed('INTERNAL_ERROR', 'modem_error')],
  [22, failed('NO_RESOURCES', 'modem_error')],
  [23, unclear('CANCELLED')],
  [24, failed('REQUEST_NOT_SUPPORTED', 'modem_error')],
  [25, failed('NO_BLUETOOTH_SERVICE', 'modem_error')],
  [26, failed('INVALID_BLUETOOTH_ADDRESS', 'modem_error')],
  [27, failed('BLUETOOTH_DISCONNECTED', 'modem_error')],
  [28, failed('UNEXPECTED_EVENT_STOP_SENDING', 'modem_error')],
  [29, failed('SMS_BLOCKED_DURING_EMERGENCY', 'network_error')],
  [30, failed('SMS_SEND_RETRY_FAILED', 'network_error')],
  [31, unclear('REMOTE_EXCEPTION')],
  [32, failed('NO_DEFAULT_SMS_APP', 'permission_missing')],
  [33, failed('USER_NOT_ALLOWED', 'permission_missing')],
  [100, failed('RIL_RADIO_NOT_AVAILABLE', 'radio_off')],
  [101, failed('RIL_SMS_SEND_FAIL_RETRY', 'network_error')],
  [102, failed('RIL_NETWORK_REJECT', 'carrier_rejected')],
  [103, failed('RIL_INVALID_STATE', 'modem_error')],
  [104, failed('RIL_INVALID_ARGUMENTS', 'relay_rejected')],
  [105, failed('RIL_NO_MEMORY', 'modem_error')],
  [106, failed('RIL_REQUEST_RATE_LIMITED', 'os_limit')],
  [107, failed('RIL_INVALID_SMS_FORMAT', 'relay_rejected')],
  [108, failed('RIL_SYSTEM_ERR', 'modem_error')],
  [109, failed('RIL_ENCODING_ERR', 'relay_rejected')],
  [110, failed('RIL_INVALID_SMSC_ADDRESS', 'carrier_rejected')],
  [111, doubtful('RIL_MODEM_ERR', 'modem_error')],
  [112, doubtful('RIL_NETWORK_ERR', 'network_error')],
  [113, failed('RIL_INTERNAL_ERR', 'modem_error')],
  [114, failed('RIL_REQUEST_NOT_SUPPORTED', 'modem_error')],
  [115, failed('RIL_INVALID_MODEM_STATE', 'modem_error')],
  [116, retry('RIL_NETWORK_NOT_READY', 'no_service')],
  [117, failed('RIL_OPERATION_NOT_ALLOWED', 'carrier_rejected')],
  [118, failed('RIL_NO_RESOURCES', 'modem_error')],
  [119, unclear('RIL_CANCELLED')],
  [120, retry('RIL_SIM_ABSENT', 'sim_absent')],
  [121, failed('RIL_SIMULTANEOUS_SMS_AND_CALL_NOT_ALLOWED', 'network_error')],
  [122, failed('RIL_ACCESS_BARRED', 'carrier_rejected')],
  [123, failed('RIL_BLOCKED_DUE_TO_CALL', 'network_error')],
  [124, doubtful('RIL_GENERIC_ERROR', 'generic_failure')],
  [125, failed('RIL_INVALID_RESPONSE', 'modem_error')],
  [126, failed('RIL_SIM_PIN2', 'sim_locked')],
  [127, failed('RIL_SIM_PUK2', 'sim_locked')],
  [128, failed('RIL_SUBSCRIPTION_NOT_AVAILABLE', 'sim_absent')],
  [129, failed('RIL_SIM_ERROR', 'sim_locked')],
  [130, failed('RIL_INVALID_SIM_STATE', 'sim_locked')],
  [131, failed('RIL_NO_SMS_TO_ACK', 'modem_error')],
  [132, failed('RIL_SIM_BUSY', 'modem_error')],
  [133, failed('RIL_SIM_FULL', 'modem_error')],
  [134, retry('RIL_NO_SUBSCRIPTION', 'sim_absent')],
  [135, retry('RIL_NO_NETWORK_FOUND', 'no_service')],
  [136, failed('RIL_DEVICE_IN_USE', 'modem_error')],
  [137, failed('RIL_ABORTED', 'modem_error')],
]);

const UNNAMED: AndroidResult = {
  name: 'UNNAMED',
  outcome: 'unknown',
  code: 'generic_failure',
  mayHaveLeft: true,
};

/** Reads a result number; one that the SDK does not name is `unknown`, never a failure. */
export function readAndroidResult(result: number | null): AndroidResult {
  return (result === null ? undefined : ANDROID_RESULTS.get(result)) ?? UNNAMED;
}
