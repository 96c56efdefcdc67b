import { describe, expect, it } from 'vitest';
import { ApkInspector, type ApkVerdict } from '../../../virtual-phone/apk/apk-inspector.ts';

function setup(outcomes: readonly (ApkVerdict | Error)[] = []) {
  const judged: string[] = [];
  const inspector = new ApkInspector((apk) => {
    const outcome = outcomes[judged.length] ?? { kind: 'unreadable' };
    judged.push(apk.toString());
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  });
  return { inspector, judged };
}

describe('ApkInspector', () => {
  it('judges a file once for a hundred phones that install it at the same time', async () => {
    const { inspector, judged } = setup();
    const asked = Array.from({ length: 100 }, () => inspector.inspect(Buffer.from('one')));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    await inspector.inspect(Buffer.from('two'));
    expect(judged).toEqual(['one', 'two']);
  });

  it('asks again when the tools did not run', async () => {
    const { inspector } = setup([new Error('no java')]);
    await expect(inspector.inspect(Buffer.from('one'))).rejects.toThrow('no java');
    expect(await inspector.inspect(Buffer.from('one'))).toEqual({ kind: 'unreadable' });
  });
});
