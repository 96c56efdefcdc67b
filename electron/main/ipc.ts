import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { IpcChannel, IpcRequests } from '../shared/ipc-contract.ts';
import { APP_ORIGIN } from './app-requests.ts';

/** What the desktop does for each request of the contract. */
type IpcHandlers = {
  readonly [Channel in IpcChannel]: () => IpcRequests[Channel] | Promise<IpcRequests[Channel]>;
};

/**
 * Answers the contract's requests, from the main frame of our own window and our own origin alone.
 * @param windowContentsId the web contents of the window, undefined while there is none
 */
export function answerIpc(handlers: IpcHandlers, windowContentsId: () => number | undefined): void {
  const register = (channel: IpcChannel): void => {
    ipcMain.handle(channel, (event) => {
      if (!isFromOurWindow(event, windowContentsId())) throw new Error('Only the RelayDesk window may ask.');
      return handlers[channel]();
    });
  };
  register('desktop:info');
  register('desktop:gateway-condition');
  register('desktop:restart-gateway');
  register('desktop:open-data-folder');
}

function isFromOurWindow(event: IpcMainInvokeEvent, contentsId: number | undefined): boolean {
  const frame = event.senderFrame;
  if (frame === null || contentsId === undefined || event.sender.id !== contentsId) return false;
  return frame === event.sender.mainFrame && frame.url.startsWith(`${APP_ORIGIN}/`);
}
