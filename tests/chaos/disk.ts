/** `npm run chaos:disk -- [KILLS]`, as root: prints what became of the texts, and fails where one was lost or doubled. */
import { killWhileDiskFills } from './disk-kills.ts';

if (process.getuid?.() !== 0)
  throw new Error('npm run chaos:disk mounts a small disk of its own, which only root may do.');
const run = await killWhileDiskFills(Number(process.argv[2] ?? 100), Math.random);
console.log(
  JSON.stringify({ ...run, lost: run.lost.length, doubled: run.doubled.length, unsent: run.unsent.length }),
);
process.exitCode = run.lost.length + run.doubled.length + run.unsent.length === 0 && run.accepted > 0 ? 0 : 1;
