import { Button, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { callConsole } from '../../lib/console-client.ts';
import type { SignedInSession } from '../../../electron/shared/console/session.ts';
import type { Message } from '../../../electron/shared/schemas/message.ts';
import { errorIn, failureIn } from '../../lib/gateway-words.ts';
import { useUiStore } from '../../lib/ui-store.ts';
import { DeviceCard } from '../devices/DeviceCard.tsx';
import { FirstRequest } from './FirstRequest.tsx';
import { QueueCard } from './QueueCard.tsx';
import textStyles from '../../components/text.module.css';
import surfaces from '../../components/surface.module.css';
import styles from './DashboardScreen.module.css';

const TICK_MS = 5_000;

function Failures({ failures }: { readonly failures: readonly Message[] }) {
  const { t, i18n } = useTranslation();
  const openDrawer = useUiStore((state) => state.openDrawer);
  return (
    <section className={surfaces.card} aria-label={t('dashboard.failures')}>
      <Title order={2} size="h5" mb={8}>
        {t('dashboard.failures')}
      </Title>
      {failures.length === 0 ? (
        <Text size="sm" className={textStyles.quiet}>
          {t('dashboard.noFailures')}
        </Text>
      ) : (
        <Stack gap={4} align="stretch">
          {failures.map((message) => (
            <Button
              key={message.request_id}
              variant="subtle"
              color="gray"
              justify="flex-start"
              onClick={() => {
                openDrawer(message.request_id);
              }}
            >
              <StateMark state={message.status} />
              <span className={`${textStyles.cut} ${styles.failure}`}>
                {message.to} ·{' '}
                {failureIn(i18n.language, message.failure?.code ?? null)?.message ??
                  t(`stateHint.${message.status}`)}
              </span>
            </Button>
          ))}
        </Stack>
      )}
    </section>
  );
}

/** How things are, and what to do about it. */
export function DashboardScreen({ session }: { readonly session: SignedInSession }) {
  const { t, i18n } = useTranslation();
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => callConsole('GET /overview', { signal }),
    refetchInterval: TICK_MS,
  });
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {t('nav.dashboard')}
      </Title>
      {overview.isPending ? (
        <Skeleton height={200} />
      ) : overview.isError ? (
        <Notice
          title={errorIn(i18n.language, overview.error)}
          action={{ label: t('common.retry'), run: () => void overview.refetch() }}
        />
      ) : (
        <>
          <QueueCard overview={overview.data} />
          {overview.data.devices.length === 0 ? null : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} aria-label={t('dashboard.phones')}>
              {overview.data.devices.map((device) => (
                <DeviceCard key={device.id} device={device} />
              ))}
            </SimpleGrid>
          )}
          <Failures failures={overview.data.failures} />
          <FirstRequest session={session} />
        </>
      )}
    </Stack>
  );
}
