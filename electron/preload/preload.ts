/** The bridge between the screens and the desktop: a fixed list of requests, no channel names, no Node. */
import { contextBridge, ipcRenderer } from 'electron';
import {
  GATEWAY_CONDITION_CHANNEL,
  type DesktopBridge,
  type GatewayCondition,
  type IpcChannel,
  type IpcRequests,
} from '../shared/ipc-contract.ts';

async function ask<Channel extends IpcChannel>(channel: Channel): Promise<IpcRequests[Channel]> {
  // Main answers with what the contract says; both sides are built together.
  const answer: IpcRequests[Channel] = await ipcRenderer.invoke(channel);
  return answer;
}

const bridge: DesktopBridge = {
  info: () => ask('desktop:info'),
  gatewayCondition: () => ask('desktop:gateway-condition'),
  restartGateway: () => ask('desktop:restart-gateway'),
  openDataFolder: () => ask('desktop:open-data-folder'),
  onGatewayCondition(listener) {
    const receive = (_event: unknown, condition: GatewayCondition): void => listener(condition);
    ipcRenderer.on(GATEWAY_CONDITION_CHANNEL, receive);
    return () => {
      ipcRenderer.removeListener(GATEWAY_CONDITION_CHANNEL, receive);
    };
  },
};

contextBridge.exposeInMainWorld('relaydesk', bridge);
