import { BrowserWindow, type Session } from 'electron';
import { GATEWAY_CONDITION_CHANNEL, type GatewayCondition } from '../shared/ipc-contract.ts';
import { APP_ORIGIN } from './app-requests.ts';

interface MainWindow {
  /** Opens it, or brings it to the front. */
  readonly show: () => void;
  readonly tell: (condition: GatewayCondition) => void;
  /** The web contents that may call the desktop; undefined while there is no window. */
  readonly contentsId: () => number | undefined;
}

/**
 * The one window. It is destroyed when closed and made anew when wanted: a hidden page would cost memory for nothing.
 * @param parts.onClose runs when the window was closed
 */
export function createMainWindow(parts: {
  readonly session: Session;
  readonly preloadPath: string;
  readonly iconPath: string;
  readonly devTools: boolean;
  readonly onClose: () => void;
}): MainWindow {
  let window: BrowserWindow | undefined;
  const open = (): BrowserWindow => {
    const opened = new BrowserWindow({
      width: 1240,
      height: 820,
      minWidth: 720,
      minHeight: 480,
      show: false,
      title: 'RelayDesk',
      icon: parts.iconPath,
      backgroundColor: '#ffffff',
      webPreferences: {
        session: parts.session,
        preload: parts.preloadPath,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: parts.devTools,
      },
    });
    opened.once('ready-to-show', () => opened.show());
    opened.once('closed', () => {
      if (window === opened) window = undefined;
      parts.onClose();
    });
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') opened.webContents.reload();
    });
    opened.loadURL(`${APP_ORIGIN}/`).catch((error: unknown) => {
      // Seen when the window is closed while it loads; a page that truly fails shows Chromium's own error page.
      console.error('The screens did not load.', error);
    });
    return opened;
  };
  return {
    show() {
      if (window === undefined) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    tell: (condition) => window?.webContents.send(GATEWAY_CONDITION_CHANNEL, condition),
    contentsId: () => window?.webContents.id,
  };
}
