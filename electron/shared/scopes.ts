/** What a token may do; one sentence each. */
export const SCOPES = {
  'messages:send': 'Send texts.',
  'messages:read': 'Read its own messages.',
  'otp:send': 'Send one-time passwords.',
  'otp:verify': 'Verify one-time passwords.',
  'recipients:read': 'Read the directory.',
  'recipients:write': 'Change the directory.',
  'bulk:send': 'Queue a list of texts.',
  'inbox:read': 'Read replies to its own texts.',
  'inbox:read_all': 'Read every text received.',
  'devices:read': 'See the phones.',
  'queue:read': 'See the queue.',
  'queue:write': 'Pause its own messages.',
  'queue:manage': 'Pause the whole queue.',
  'webhooks:read': 'See its webhooks.',
  'webhooks:write': 'Change its webhooks.',
  'events:read': 'Read its events.',
  'metrics:read': 'Read the metrics.',
} as const;
export type Scope = keyof typeof SCOPES;
export const ALL_SCOPES = Object.keys(SCOPES).filter(isScope);

export function isScope(text: string): text is Scope {
  return Object.hasOwn(SCOPES, text);
}
