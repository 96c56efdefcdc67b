import { ESLint } from 'eslint';
import { expect, it } from 'vitest';

/** The rule on globals of a file, as text. */
async function ruleOf(path: string): Promise<string> {
  const config: unknown = await new ESLint().calculateConfigForFile(path);
  const rules: unknown = typeof config === 'object' && config !== null ? Reflect.get(config, 'rules') : null;
  const rule: unknown =
    typeof rules === 'object' && rules !== null ? Reflect.get(rules, 'no-restricted-globals') : null;
  return JSON.stringify(rule ?? null);
}

it('lets only foundation start timers in the gateway', async () => {
  const rule = await ruleOf('electron/gateway/dispatch/dispatcher.ts');
  for (const name of ['setInterval', 'setTimeout', 'setImmediate'])
    expect(rule).toContain(`"name":"${name}"`);
  expect(await ruleOf('electron/gateway/foundation/timers.ts')).not.toContain('setTimeout');
}, 30_000);
