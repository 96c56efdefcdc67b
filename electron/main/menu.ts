import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { DesktopTexts } from './texts.ts';

/** The smallest menu that keeps the usual keys working: copy and paste, zoom, quit. */
export function setApplicationMenu(parts: {
  readonly texts: DesktopTexts;
  readonly devTools: boolean;
  readonly openDataFolder: () => void;
  readonly quit: () => void;
}): void {
  const { texts } = parts;
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    ...(parts.devTools ? [{ role: 'toggleDevTools' } as const] : []),
  ];
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'RelayDesk',
      submenu: [
        { label: texts.dataFolder, click: parts.openDataFolder },
        { type: 'separator' },
        { label: texts.quit, accelerator: 'CommandOrControl+Q', click: parts.quit },
      ],
    },
    { label: texts.edit, role: 'editMenu' },
    { label: texts.view, submenu: view },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
