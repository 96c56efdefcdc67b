/** The bridge between the screens and the desktop: a fixed list of requests, no channel names, no Node. */
import { contextBridge, ipcRenderer } from 'electron';
import {
  GATEWAY_CONDITION_CHANNEL,
  type DesktopBridge,
  type GatewayCondition,
  type IpcChannel,
  type IpcRequests,
} from '../shared/ipc-contract.ts';

/** Electron's `invoke` narrowed to the contract: main answers with what it says, and both sides are built together. */
interface ContractIpc {
  invoke<Channel extends IpcChannel>(channel: Channel): Promise<IpcRequests[Channel]>;
}
const ipc: ContractIpc = ipcRenderer;

const bridge: DesktopBridge = {
  info: () => ipc.invoke('desktop:info'),
  gatewayCondition: () => ipc.invoke('desktop:gateway-condition'),
  restartGateway: () => ipc.invoke('desktop:restart-gateway'),
  openDataFolder: () => ipc.invoke('desktop:open-data-folder'),
  onGatewayCondition(listener) {
    const receive = (_event: unknown, condition: GatewayCondition): void => listener(condition);
    ipcRenderer.on(GATEWAY_CONDITION_CHANNEL, receive);
    return () => {
      ipcRenderer.removeListener(GATEWAY_CONDITION_CHANNEL, receive);
    };
  },
};

contextBridge.exposeInMainWorld('relaydesk', bridge);
