import {
  ActionIcon,
  Alert,
  Group,
  SegmentedControl,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import {
  IconBroadcast,
  IconDeviceMobile,
  IconInbox,
  IconLayoutDashboard,
  IconMessage,
  IconMoon,
  IconPlugConnectedX,
  IconSun,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DashboardScreen } from '../features/dashboard/DashboardScreen.tsx';
import { DevicesScreen } from '../features/devices/DevicesScreen.tsx';
import { InboxScreen } from '../features/inbox/InboxScreen.tsx';
import { ComposeBox } from '../features/messages/ComposeBox.tsx';
import { MessageDrawer } from '../features/messages/MessageDrawer.tsx';
import { MessagesScreen } from '../features/messages/MessagesScreen.tsx';
import type { Session } from '../lib/console-types.ts';
import { chooseLanguage, LANGUAGES } from '../lib/i18n.ts';
import { useUiStore } from '../lib/ui-store.ts';
import { useLive } from './use-live.ts';
import { ROUTES, useRoute, type Route } from './use-route.ts';

const ICONS: Readonly<Record<Route, typeof IconMessage>> = {
  dashboard: IconLayoutDashboard,
  devices: IconDeviceMobile,
  messages: IconMessage,
  inbox: IconInbox,
};
const SCREENS: Readonly<Record<Route, (props: { readonly session: Session }) => React.JSX.Element>> = {
  dashboard: DashboardScreen,
  devices: DevicesScreen,
  messages: MessagesScreen,
  inbox: InboxScreen,
};

function Navigation({ session, route }: { readonly session: Session; readonly route: Route }) {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <nav className="rd-nav" aria-label={t('nav.label')}>
      <div className="rd-brand">
        <IconBroadcast size={22} stroke={2.2} aria-hidden />
        <span>RelayDesk</span>
      </div>
      {ROUTES.map((name) => {
        const Icon = ICONS[name];
        return (
          <a
            key={name}
            className="rd-link"
            href={`#/${name}`}
            aria-current={name === route ? 'page' : undefined}
          >
            <Icon size={18} stroke={1.8} aria-hidden />
            <span>{t(`nav.${name}`)}</span>
          </a>
        );
      })}
      <div style={{ flex: 1 }} />
      <Group gap={6} px={6} wrap="wrap">
        <SegmentedControl
          size="xs"
          className="rd-foot-text"
          aria-label={t('common.language')}
          value={i18n.language}
          onChange={chooseLanguage}
          data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <ActionIcon
          variant="default"
          aria-label={t('common.theme')}
          onClick={() => {
            setColorScheme(scheme === 'dark' ? 'light' : 'dark');
          }}
        >
          {scheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />}
        </ActionIcon>
      </Group>
      <div className="rd-label rd-foot-text" style={{ padding: '8px 8px 0' }}>
        {t('common.version', { version: session.version })}
      </div>
    </nav>
  );
}

/** The frame of every screen, and the one live connection. */
export function Shell({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const route = useRoute();
  const isOnline = useUiStore((state) => state.isOnline);
  useLive();
  const Screen = SCREENS[route];
  return (
    <div className="rd-shell">
      <Navigation session={session} route={route} />
      <main className="rd-main">
        {isOnline ? null : (
          <Alert color="orange" radius={0} icon={<IconPlugConnectedX size={18} />} role="alert">
            {t('live.lost')}
          </Alert>
        )}
        <div className="rd-page">
          <Screen session={session} />
        </div>
      </main>
      <ComposeBox />
      <MessageDrawer session={session} />
    </div>
  );
}
