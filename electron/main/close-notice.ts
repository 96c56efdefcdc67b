import { dialog } from 'electron';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DesktopTexts } from './texts.ts';

interface CloseNotice {
  /** Shows the notice the first time, ever; does nothing afterwards. */
  sayOnce(): void;
}

/** Says once that closing the window does not stop the gateway. A small mark file remembers that it was said. */
export function createCloseNotice(parts: {
  readonly profileDir: string;
  readonly texts: DesktopTexts;
  readonly quit: () => void;
}): CloseNotice {
  const markPath = path.join(parts.profileDir, 'close-notice-shown');
  const { texts } = parts;
  return {
    sayOnce() {
      if (existsSync(markPath)) return;
      writeFileSync(markPath, '');
      void dialog
        .showMessageBox({
          type: 'info',
          title: texts.keepsRunningTitle,
          message: texts.keepsRunningTitle,
          detail: texts.keepsRunning,
          buttons: [texts.ok, texts.quit],
          defaultId: 0,
          cancelId: 0,
        })
        .then(({ response }) => {
          if (response === 1) parts.quit();
        });
    },
  };
}
