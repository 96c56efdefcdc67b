import { describe, expect, it } from 'vitest';
import { callProvider, parseProviderAnswer } from '../../../../../electron/gateway/adb/content-call.ts';
import { fakeAdbServer } from './fake-adb-server.ts';

describe('parseProviderAnswer', () => {
  it('reads a yes', () => {
    expect(parseProviderAnswer('Result: Bundle[{ok=true}]\n')).toEqual({ kind: 'ok' });
  });

  it('reads a yes behind the warnings of a linker, and one with more fields', () => {
    const noisy =
      'WARNING: linker: Warning: "/vendor/lib64/libx.so" unused DT entry\nResult: Bundle[{port=8643, ok=true}]\n';
    expect(parseProviderAnswer(noisy)).toEqual({ kind: 'ok' });
  });

  it('reads a refusal with its reason on either side', () => {
    expect(parseProviderAnswer('Result: Bundle[{reason=already_paired, ok=false}]\n')).toEqual({
      kind: 'refused',
      reason: 'already_paired',
    });
    expect(parseProviderAnswer('Result: Bundle[{ok=false, reason=not_paired}]\n')).toEqual({
      kind: 'refused',
      reason: 'not_paired',
    });
    expect(parseProviderAnswer('Result: Bundle[{ok=false}]')).toEqual({
      kind: 'refused',
      reason: 'no reason given',
    });
  });

  it('is not talked into a yes by a reason', () => {
    expect(parseProviderAnswer('Result: Bundle[{ok=false, reason=x, ok=true}]')).toMatchObject({
      kind: 'refused',
    });
    expect(parseProviderAnswer('Result: Bundle[{reason=ok=true}]')).toMatchObject({ kind: 'refused' });
  });

  it.each([
    [
      'Android',
      'Error while accessing provider:app.relaydesk.relay.shell\njava.lang.IllegalStateException: Could not find provider: app.relaydesk.relay.shell\n',
    ],
    [
      'an old Android',
      'Error while accessing provider:x\njava.lang.IllegalArgumentException: Unknown authority x\n',
    ],
  ])('knows the words of %s for a relay app that is not there', (_, output) => {
    expect(parseProviderAnswer(output)).toEqual({ kind: 'no_provider' });
  });

  it.each([
    ['nothing', ''],
    ['no bundle', 'Result: null\n'],
    ['a bundle that was not unpacked', 'Result: Bundle[mParcelledData.dataSize=64]\n'],
    ['a denied permission', 'java.lang.SecurityException: Permission Denial: opening provider\n'],
    ['an answer cut short', 'Result: Bundle[{ok=tr'],
  ])('calls %s odd', (_, output) => {
    expect(parseProviderAnswer(output)).toMatchObject({ kind: 'odd' });
  });

  it('shortens odd output and takes control characters out', () => {
    const answer = parseProviderAnswer(`\u001b]0;title\u0007${'A'.repeat(10_000)}`);
    expect(answer).toMatchObject({ kind: 'odd' });
    expect(answer.kind === 'odd' ? answer.output : '').toMatch(/^\]0;title A+…$/);
  });
});

describe('callProvider', () => {
  it('gives texts and numbers as typed extras, quoted for the phone’s shell', async () => {
    const { server, services } = fakeAdbServer(() => 'Result: Bundle[{ok=true}]\n');
    await callProvider(server, 'abcd', 'pair', { code: "a'b; reboot", port: 8643 });
    expect(services).toEqual([
      `shell:content call --uri content://app.relaydesk.relay.shell --method pair ` +
        `--extra 'code:s:a'"'"'b; reboot' --extra port:i:8643`,
    ]);
  });

  it('takes an end without a word for a pulled cable, not for an answer', async () => {
    const { server } = fakeAdbServer(() => '\n');
    await expect(callProvider(server, 'abcd', 'poke')).rejects.toMatchObject({ kind: 'gone' });
  });
});
