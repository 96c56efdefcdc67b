import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What each planted file should be caught for, or null where the table allows its imports. A cycle is told once. */
const planted: readonly (readonly [path: string, rule: string | null, text: string])[] = [
  ['electron/shared/cycle-one.ts', 'no-cycle', `import './cycle-two.ts';`],
  ['electron/shared/cycle-two.ts', null, `import './cycle-one.ts';`],
  [
    'electron/shared/type-one.ts',
    'no-cycle',
    `import type { B } from './type-two.ts';\nexport type A = B | 1;`,
  ],
  ['electron/shared/type-two.ts', null, `import type { A } from './type-one.ts';\nexport type B = A | 2;`],
  ['electron/shared/leaf.ts', null, `export {};`],
  ['electron/shared/with-node.ts', 'shared-stands-alone', `import 'node:fs';`],
  ['electron/gateway/leaf.ts', null, `export {};`],
  ['electron/gateway/storage/leaf.ts', null, `import '../../shared/leaf.ts';\nimport 'better-sqlite3';`],
  ['electron/gateway/events/leaf.ts', null, `import '../storage/leaf.ts';`],
  [
    'electron/gateway/messages/leaf-store.ts',
    null,
    `import '../events/leaf.ts';\nimport '../storage/leaf.ts';`,
  ],
  ['electron/gateway/relay/with-storage.ts', 'gateway-relay', `import '../storage/leaf.ts';`],
  ['electron/gateway/events/upwards.ts', 'gateway-events', `import '../messages/leaf-store.ts';`],
  ['electron/gateway/dispatch/with-gateway.ts', 'gateway-dispatch', `import '../leaf.ts';`],
  ['electron/gateway/http/with-store.ts', 'http-asks-services', `import '../messages/leaf-store.ts';`],
  ['electron/gateway/http/with-storage.ts', 'http-asks-services', `import '../storage/leaf.ts';`],
  ['electron/gateway/cli/with-store.ts', 'cli-is-a-thin-client', `import '../messages/leaf-store.ts';`],
  [
    'electron/gateway/wiring/leaf.ts',
    null,
    `import '../messages/leaf-store.ts';\nimport '../storage/leaf.ts';`,
  ],
  ['electron/gateway/wiring/with-entry.ts', 'wiring-is-started-from-outside', `import '../leaf.ts';`],
  [
    'electron/gateway/wiring/with-command.ts',
    'wiring-is-started-from-outside',
    `import '../cli/with-gateway.ts';`,
  ],
  ['electron/gateway/cli/serve-command.ts', null, `import '../wiring/leaf.ts';`],
  ['electron/gateway/cli/with-gateway.ts', 'clients-load-no-gateway', `import '../wiring/leaf.ts';`],
  ['electron/gateway/cli/with-serve.ts', 'clients-load-no-gateway', `import './serve-command.ts';`],
  ['electron/gateway/cli/asks-serve.ts', null, `await import('./serve-command.ts');\nexport {};`],
  ['electron/gateway/http/with-wiring.ts', 'http-asks-services', `import '../wiring/leaf.ts';`],
  ['electron/gateway/devices/with-wiring.ts', 'gateway-devices', `import '../wiring/leaf.ts';`],
  ['electron/gateway/helpers/new.ts', 'unknown-gateway-folder', `import '../../shared/leaf.ts';`],
  ['electron/gateway/devices/with-adbkit.ts', 'only-owner-imports-adbkit', `import '@devicefarmer/adbkit';`],
  ['electron/gateway/messages/with-sqlite.ts', 'only-owner-imports-sqlite', `import 'better-sqlite3';`],
  ['electron/gateway/messages/with-http.ts', 'only-owner-imports-fastify', `import 'fastify';`],
  ['electron/shared/console/schema.ts', null, `export const A = 1;\nexport type A = typeof A;`],
  [
    'renderer/with-schema.ts',
    'screens-take-types-of-schemas',
    `import '../electron/shared/console/schema.ts';`,
  ],
  [
    'renderer/with-schema-type.ts',
    null,
    `import type { A } from '../electron/shared/console/schema.ts';\nexport type B = A;`,
  ],
  ['electron/gateway/with-electron.ts', 'only-owner-imports-electron', `import 'electron';`],
  ['electron/gateway/with-react.ts', 'only-owner-imports-screens', `import 'react';`],
  ['electron/gateway/with-dev.ts', 'shipped-code-uses-dependencies', `import 'prettier';`],
  ['electron/gateway/with-nothing.ts', 'resolvable', `import './not-there.ts';`],
  ['electron/main/with-gateway.ts', 'main-knows-only-the-entry', `import '../gateway/leaf.ts';`],
  ['electron/preload/with-gateway.ts', 'preload-is-thin', `import '../gateway/leaf.ts';`],
  ['renderer/with-gateway.ts', 'renderer-sees-shared-only', `import '../electron/gateway/leaf.ts';`],
  ['renderer/with-shared.ts', null, `import '../electron/shared/leaf.ts';`],
  ['renderer/with-node.ts', 'renderer-has-no-node', `import 'node:fs';`],
];

const root = resolve(import.meta.dirname, '../..');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
let copy: string;
let brokenRules: Map<string, Set<string>>;

function cruise(...args: string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.cjs', ...args], {
    cwd: copy,
    encoding: 'utf8',
  });
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'relaydesk-imports-'));
  for (const name of ['package.json', 'tsconfig.base.json', '.dependency-cruiser.cjs']) {
    cpSync(join(root, name), join(copy, name));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  for (const [path, , text] of planted) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `${text}\n`);
  }
  const report = JSON.parse(cruise('--output-type', 'json', 'electron', 'renderer').stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  brokenRules = new Map(planted.map(([path]) => [path, new Set()]));
  for (const { rule, from } of report.summary.violations) brokenRules.get(from)?.add(rule.name);
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

describe('the import table', () => {
  it.each(planted.filter(([, rule]) => rule !== null))('catches %s by %s', (path, rule) => {
    expect([...(brokenRules.get(path) ?? [])]).toContain(rule);
  });

  it.each(planted.filter(([, rule]) => rule === null))('allows %s', (path) => {
    expect([...(brokenRules.get(path) ?? [])]).toEqual([]);
  });

  it('fails the check when one import is wrong', () => {
    expect(cruise('electron/gateway/relay/with-storage.ts').status).toBeGreaterThan(0);
    expect(cruise('electron/gateway/events/leaf.ts').status).toBe(0);
  });
});
