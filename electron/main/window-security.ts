/** Keeps web content where it belongs: our screens, our origin, no permission, no second window. */
import { app, type Session, type WebContents } from 'electron';
import { APP_ORIGIN } from './app-requests.ts';

/** The one thing a page may do beyond showing itself: copy on a click. It can not read the clipboard. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

const isOurs = (url: string): boolean => url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);

/** Refuses permissions, devices, downloads and every request to anywhere but our own origin. */
export function secureSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === ALLOWED_PERMISSION && details.isMainFrame && isOurs(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED_PERMISSION && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    // Files that the page itself made (exports) may be saved; nothing is fetched from elsewhere.
    if (!item.getURL().startsWith(`blob:${APP_ORIGIN}/`)) event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const isAllowed =
      isOurs(details.url) ||
      details.url.startsWith(`blob:${APP_ORIGIN}/`) ||
      details.url.startsWith('data:image/') ||
      (!app.isPackaged && details.url.startsWith('devtools://'));
    answer({ cancel: !isAllowed });
  });
}

/** For every web content there will ever be: no navigation away, no new window, no webview. */
export function confineWebContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => refuseForeign(event, event.url));
  contents.on('will-redirect', (event) => refuseForeign(event, event.url));
  contents.on('will-frame-navigate', (event) => refuseForeign(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

function refuseForeign(event: { preventDefault(): void }, url: string): void {
  if (!isOurs(url)) event.preventDefault();
}
