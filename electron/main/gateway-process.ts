import { utilityProcess } from 'electron';
import type { GatewayChild } from './gateway-supervisor.ts';

/** Starts the gateway's program as a utility process: plain Node, no window, ended with this one. */
export function forkGateway(entryPath: string): GatewayChild {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    // Nobody may slip options into our Node by the environment.
    if (value !== undefined && !name.startsWith('NODE_')) env[name] = value;
  }
  const child = utilityProcess.fork(entryPath, [], {
    serviceName: 'RelayDesk gateway',
    stdio: 'inherit',
    env,
  });
  return {
    send: (order) => child.postMessage(order),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill(),
  };
}
