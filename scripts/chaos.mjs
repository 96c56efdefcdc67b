/**
 * `npm run chaos -- --messages N --faults M --seed S`: installs what a stock adb server needs, then lets texts go out
 * while computer, cable and phones break (`tests/chaos/chaos.ts`, which knows the options). A short form is part of
 * `npm test`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endToEndPackages, ensureDebianPackages } from './debian-packages.mjs';
import { projectRoot } from './run-command.mjs';

const missing = await ensureDebianPackages(endToEndPackages);
if (missing !== null) {
  console.log(missing);
  process.exit(1);
}
const run = spawn(
  process.execPath,
  [join(projectRoot, 'tests', 'chaos', 'chaos.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
run.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
