import { app } from 'electron';
import type { GatewaySupervisor } from './gateway-supervisor.ts';

interface CleanQuit {
  /** Whether the app is on its way out, so that windows may close for good. */
  isQuitting(): boolean;
}

/** Holds the app's end until the gateway has stopped; signals end it the same way. */
export function quitCleanly(gateway: GatewaySupervisor): CleanQuit {
  let isQuitting = false;
  let hasStopped = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  app.on('will-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void gateway.stop().finally(() => {
      hasStopped = true;
      app.quit();
    });
  });
  // Closing the window is not quitting.
  app.on('window-all-closed', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  return { isQuitting: () => isQuitting };
}
