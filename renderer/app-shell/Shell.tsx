import { Alert } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconDeviceMobile,
  IconInbox,
  IconLayoutDashboard,
  IconMessage,
  IconPlugConnectedX,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DashboardScreen } from '../features/dashboard/DashboardScreen.tsx';
import { DevicesScreen } from '../features/devices/DevicesScreen.tsx';
import { InboxScreen } from '../features/inbox/InboxScreen.tsx';
import { ComposeBox } from '../features/messages/ComposeBox.tsx';
import { MessageDrawer } from '../features/messages/MessageDrawer.tsx';
import { MessagesScreen } from '../features/messages/MessagesScreen.tsx';
import { CommandPalette } from '../features/palette/CommandPalette.tsx';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';
import type { SignedInSession } from '../../electron/shared/console/session.ts';
import { useUiStore } from '../lib/ui-store.ts';
import { Preferences } from './Preferences.tsx';
import { useLive } from './use-live.ts';
import { ROUTES, useRoute, type Route } from './use-route.ts';
import { Brand } from '../components/Brand.tsx';
import textStyles from '../components/text.module.css';
import styles from './Shell.module.css';

const ICONS: Readonly<Record<Route, typeof IconMessage>> = {
  dashboard: IconLayoutDashboard,
  devices: IconDeviceMobile,
  messages: IconMessage,
  inbox: IconInbox,
  settings: IconSettings,
};
const SCREENS: Readonly<Record<Route, (props: { readonly session: SignedInSession }) => React.JSX.Element>> =
  {
    dashboard: DashboardScreen,
    devices: DevicesScreen,
    messages: MessagesScreen,
    inbox: InboxScreen,
    settings: SettingsScreen,
  };

const isApple = (userAgent: string): boolean => /Mac OS|iPhone|iPad/.test(userAgent);
/** Screens whose own field takes the `/` key; elsewhere it leads to the search of the messages. */
const hasOwnSearch = (route: Route): boolean => route === 'messages' || route === 'inbox';

function Navigation({ session, route }: { readonly session: SignedInSession; readonly route: Route }) {
  const { t } = useTranslation();
  const openPalette = useUiStore((state) => state.openPalette);
  return (
    <nav className={styles.nav} aria-label={t('nav.label')}>
      <Brand isOfNavigation />
      <button
        type="button"
        className={`${styles.link} ${styles.find}`}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          openPalette(true);
        }}
      >
        <IconSearch size={18} stroke={1.8} aria-hidden />
        <span>{t('palette.open')}</span>
        <kbd aria-hidden>{isApple(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      {ROUTES.map((name) => {
        const Icon = ICONS[name];
        return (
          <a
            key={name}
            className={styles.link}
            href={`#/${name}`}
            aria-current={name === route ? 'page' : undefined}
          >
            <Icon size={18} stroke={1.8} aria-hidden />
            <span>{t(`nav.${name}`)}</span>
          </a>
        );
      })}
      <div className={styles.space} />
      <Preferences />
      <div className={`${textStyles.label} ${styles.version}`}>
        {t('common.version', { version: session.version })}
      </div>
    </nav>
  );
}

/** The frame of every screen, and the one live connection. */
export function Shell({ session }: { readonly session: SignedInSession }) {
  const { t } = useTranslation();
  const route = useRoute();
  const isOnline = useUiStore((state) => state.isOnline);
  const { openPalette, askSearch } = useUiStore.getState();
  useLive();
  useHotkeys(
    [
      [
        'mod+K',
        () => {
          openPalette(true);
        },
      ],
    ],
    [],
  );
  useHotkeys(hasOwnSearch(route) ? [] : [['/', askSearch]]);
  const Screen = SCREENS[route];
  return (
    <div className={styles.shell}>
      <Navigation session={session} route={route} />
      <main className={styles.main}>
        {isOnline ? null : (
          <Alert color="orange" radius={0} icon={<IconPlugConnectedX size={18} />} role="alert">
            {t('live.lost')}
          </Alert>
        )}
        <div className={styles.page}>
          <Screen session={session} />
        </div>
      </main>
      <CommandPalette />
      <ComposeBox />
      <MessageDrawer session={session} />
    </div>
  );
}
