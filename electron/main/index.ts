/** The desktop app: wiring only. What each part does stands in its own file. */
import { app, dialog, session, shell } from 'electron';
import path from 'node:path';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import { quitCleanly } from './clean-quit.ts';
import { createCloseNotice } from './close-notice.ts';
import { parseDesktopOptions, type DesktopOptions } from './command-line.ts';
import { chooseConsoleSocketPath } from './console-socket.ts';
import { defaultDataDirectory, prepareDataDirectory } from './data-directory.ts';
import { forkGateway } from './gateway-process.ts';
import { createGatewaySupervisor } from './gateway-supervisor.ts';
import { answerIpc } from './ipc.ts';
import { setApplicationMenu } from './menu.ts';
import { desktopTexts } from './texts.ts';
import { createTray } from './tray.ts';
import { confineWebContents, secureSession } from './window-security.ts';
import { createMainWindow } from './window.ts';

const outDir = path.resolve(import.meta.dirname, '..');
const programDir = path.resolve(outDir, '..');
const iconsDir = path.join(programDir, 'resources', 'icons');

function readOptions(): DesktopOptions {
  return parseDesktopOptions(process.argv.slice(1), process.env['ANDROID_ADB_SERVER_PORT']);
}

/** Everything of the app is in the data directory; Chromium's own files are in a folder of it. */
function prepareProfile(options: DesktopOptions): { dataDir: string; profileDir: string } {
  const dataDir = prepareDataDirectory(options.dataDir ?? defaultDataDirectory(programDir));
  const profileDir = path.join(dataDir, 'window');
  app.setPath('userData', profileDir);
  return { dataDir, profileDir };
}

async function run(options: DesktopOptions, dataDir: string, profileDir: string): Promise<void> {
  const gateway = createGatewaySupervisor({
    fork: () => forkGateway(path.join(outDir, 'gateway', 'utility-process.js')),
    options: {
      dataDir,
      httpPort: options.httpPort,
      relayPort: options.relayPort,
      adbPort: options.adbPort,
      demoPhone: options.demoPhone,
      consoleSocketPath: chooseConsoleSocketPath(dataDir, process.platform),
    },
  });
  const quit = (): void => app.quit();
  const openDataFolder = (): void => void shell.openPath(dataDir);
  const cleanQuit = quitCleanly(gateway);
  const devTools = !app.isPackaged;
  app.on('web-contents-created', (_event, contents) => confineWebContents(contents));

  await app.whenReady();
  gateway.start();
  const texts = desktopTexts(app.getLocale());
  const windowSession = session.fromPartition('persist:relaydesk');
  secureSession(windowSession);
  secureSession(session.defaultSession);
  serveAppScheme(windowSession, { rendererDir: path.join(outDir, 'renderer'), gateway });
  setApplicationMenu({ texts, devTools, openDataFolder, quit });

  const closeNotice = createCloseNotice({ profileDir, texts, quit });
  const window = createMainWindow({
    session: windowSession,
    preloadPath: path.join(outDir, 'preload', 'preload.cjs'),
    iconPath: path.join(iconsDir, 'icon.png'),
    devTools,
    onClose: () => {
      if (!cleanQuit.isQuitting()) closeNotice.sayOnce();
    },
  });
  answerIpc(
    {
      'desktop:info': () => ({ version: app.getVersion(), platform: process.platform, dataDir }),
      'desktop:gateway-condition': () => gateway.condition(),
      'desktop:restart-gateway': () => {
        gateway.retryNow();
        return null;
      },
      'desktop:open-data-folder': () => {
        openDataFolder();
        return null;
      },
    },
    window.contentsId,
  );
  const tray = createTray({
    iconPath: path.join(iconsDir, 'tray.png'),
    texts,
    openWindow: window.show,
    quit,
  });
  gateway.onCondition((condition) => {
    tray.show(condition);
    window.tell(condition);
  });
  app.on('second-instance', window.show);
  app.on('activate', window.show);
  window.show();
}

function giveUp(error: unknown): void {
  dialog.showErrorBox('RelayDesk', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

registerAppScheme();
try {
  const options = readOptions();
  const { dataDir, profileDir } = prepareProfile(options);
  // One app for each data directory; a second start shows the first one's window.
  if (app.requestSingleInstanceLock()) run(options, dataDir, profileDir).catch(giveUp);
  else app.quit();
} catch (error) {
  giveUp(error);
}
