/**
 * The gateway as a child of the desktop: waits for `start` on the message port, answers `ready` or `failed`, and stops
 * on `stop`. The types of the port are written out here, because the gateway knows no Electron.
 */
import { parseGatewayOrder, type GatewayNews, type GatewayOrder } from '../shared/gateway-port.ts';
import { createLogger } from './foundation/logger.ts';
import { createGateway } from './wiring/gateway.ts';
import { installLastResort } from './wiring/last-resort.ts';

type Gateway = ReturnType<typeof createGateway>;
type StartOrder = Extract<GatewayOrder, { type: 'start' }>;

/** What Electron puts at `process.parentPort` in a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: GatewayNews): void;
}

function parentPort(): ParentPort {
  const port: unknown = Reflect.get(process, 'parentPort');
  if (!isParentPort(port)) throw new Error('this program is started by the desktop only');
  return port;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value;
}

const port = parentPort();
let running: Gateway | undefined;

async function start(order: StartOrder): Promise<void> {
  if (running !== undefined) return;
  const { options, launchToken } = order;
  const log = createLogger('warn');
  const gateway = createGateway({ ...options, launchToken, logger: log });
  installLastResort({
    dataDir: options.dataDir,
    abandon: () => {
      gateway.abandon();
    },
    log,
  });
  running = gateway;
  try {
    const { url, relayPort, consoleSocketPath } = await gateway.start();
    port.postMessage({ type: 'ready', info: { url, relayPort, consoleSocketPath } });
  } catch (error) {
    // The desktop then sends `stop`: ending here at once could lose this sentence on its way.
    port.postMessage({ type: 'failed', sentence: error instanceof Error ? error.message : String(error) });
  }
}

async function stop(): Promise<void> {
  try {
    await running?.stop();
    process.exit(0);
  } catch (error) {
    // Nothing is lost: what was accepted is on disk. The next start recovers as after a power cut.
    console.error(error);
    process.exit(1);
  }
}

port.on('message', ({ data }) => {
  const order = parseGatewayOrder(data);
  if (order === undefined) return;
  void (order.type === 'start' ? start(order) : stop());
});
