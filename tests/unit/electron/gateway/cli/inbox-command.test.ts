import { describe, expect, it } from 'vitest';
import { inboxLine } from '../../../../../electron/gateway/cli/inbox-command.ts';

describe('inboxLine', () => {
  it('keeps a text on one line and its escapes away from the terminal', () => {
    const line = inboxLine({
      received_at: '2026-03-14T12:31:07.204Z',
      from: '+9779812345678',
      device_name: 'Relay Device 1',
      sim: 2,
      text: 'Yes,\r\ntable 4 \u001b[2Jplease',
    });
    expect(line).toBe('2026-03-14T12:31:07.204Z  +9779812345678  Relay Device 1/2  Yes, table 4 [2Jplease');
  });
});
