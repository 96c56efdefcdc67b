/** What the screens are told of: a sentence each. */
export const CHANGE_TOPICS = {
  message: 'A message was stored, or moved.',
  batch: 'A batch was stored, or moved.',
  device: 'A paired phone linked, beat, changed or fell silent.',
  queue: 'The queue was paused or resumed.',
  phone: "ADB's list of phones changed.",
  provision: 'A run of provisioning went on.',
  token: 'A token was made.',
  setting: 'A setting or a routing rule was changed.',
  inbox: 'A received text was stored.',
} as const;
export type ChangeTopic = keyof typeof CHANGE_TOPICS;

export function isChangeTopic(text: string): text is ChangeTopic {
  return Object.hasOwn(CHANGE_TOPICS, text);
}
