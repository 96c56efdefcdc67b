/**
 * The checks that read the code without running it. Each counts as one test.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runTool } from './run-command.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {() => Promise<import('./run-command.mjs').CommandResult>} run
 */

const codeFolders = ['electron', 'renderer', 'tests', 'scripts'].filter((folder) =>
  existsSync(join(projectRoot, folder)),
);

/** What the compiler and the formatter know of unchanged files stays here, and goes with node_modules. */
const cacheFolder = join(projectRoot, 'node_modules', '.cache', 'relaydesk');

/** @type {(runtime: string) => Check} */
const types = (runtime) => ({
  name: `types of ${runtime}`,
  run: () =>
    runTool(
      'typescript',
      [
        '-p',
        `tsconfig.${runtime}.json`,
        '--incremental',
        '--tsBuildInfoFile',
        join(cacheFolder, `${runtime}.tsbuildinfo`),
      ],
      { bin: 'tsc' },
    ),
});

/** Slow ones first: whoever runs several at a time is done sooner. @type {readonly Check[]} */
export const staticChecks = [
  { name: 'lint', run: () => runTool('eslint', ['--max-warnings', '0', '.']) },
  types('tests'),
  {
    name: 'format',
    run: () =>
      runTool('prettier', [
        '--check',
        '--log-level',
        'warn',
        '--cache',
        '--cache-strategy',
        'content',
        '--cache-location',
        join(cacheFolder, 'prettier'),
        '.',
      ]),
  },
  types('gateway'),
  types('renderer'),
  types('main'),
  {
    name: 'import table',
    run: () =>
      runTool('dependency-cruiser', ['--config', '.dependency-cruiser.cjs', ...codeFolders], {
        bin: 'depcruise',
      }),
  },
];
