import { Menu, Tray } from 'electron';
import { assertNever } from '../shared/assert-never.ts';
import type { GatewayCondition } from '../shared/ipc-contract.ts';
import type { DesktopTexts } from './texts.ts';

interface DesktopTray {
  show(condition: GatewayCondition): void;
}

/** The icon that stays while the window is closed. A desktop without a tray shows none; the app works all the same. */
export function createTray(parts: {
  readonly iconPath: string;
  readonly texts: DesktopTexts;
  readonly openWindow: () => void;
  readonly quit: () => void;
}): DesktopTray {
  const tray = new Tray(parts.iconPath);
  tray.on('click', parts.openWindow);
  const show = (condition: GatewayCondition): void => {
    const sentence = conditionText(condition, parts.texts);
    tray.setToolTip(`RelayDesk – ${sentence}`);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: sentence, enabled: false },
        { type: 'separator' },
        { label: parts.texts.open, click: parts.openWindow },
        { label: parts.texts.quit, click: parts.quit },
      ]),
    );
  };
  show({ state: 'starting' });
  return { show };
}

function conditionText(condition: GatewayCondition, texts: DesktopTexts): string {
  switch (condition.state) {
    case 'running':
      return texts.running;
    case 'starting':
      return texts.starting;
    case 'failed':
      return texts.failed;
    case 'stopped':
      return texts.stopped;
    default:
      return assertNever(condition);
  }
}
