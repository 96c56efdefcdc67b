import { Alert, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn, sayIn } from '../../lib/gateway-words.ts';
import { DeviceCard } from './DeviceCard.tsx';
import { PhoneRow } from './PhoneRow.tsx';
import { TakeoverQuestion } from './TakeoverQuestion.tsx';
import textStyles from '../../components/text.module.css';

const HEARTBEAT_TICK_MS = 5_000;

/** The paired phones and those that could be. */
export function DevicesScreen() {
  const { t, i18n } = useTranslation();
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => callConsole('GET /devices', { signal }),
    refetchInterval: HEARTBEAT_TICK_MS,
  });
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        {t('devices.title')}
      </Title>
      {devices.isPending ? (
        <Skeleton height={180} />
      ) : devices.isError ? (
        <Notice
          title={errorIn(i18n.language, devices.error)}
          action={{ label: t('common.retry'), run: () => void devices.refetch() }}
        />
      ) : (
        <>
          {devices.data.takeovers.map((takeover) => (
            <TakeoverQuestion key={takeover.old_sim_id} takeover={takeover} />
          ))}
          {devices.data.items.length === 0 ? (
            <Notice title={t('devices.empty')}>{t('devices.emptySay')}</Notice>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {devices.data.items.map((device) => (
                <DeviceCard key={device.id} device={device} hasSwitches />
              ))}
            </SimpleGrid>
          )}
          <Title order={2} size="h5" mt="sm">
            {t('devices.around')}
          </Title>
          {devices.data.adb.available ? null : (
            <Alert color="orange" title={sayIn(i18n.language, devices.data.adb).message}>
              {sayIn(i18n.language, devices.data.adb).fix}
            </Alert>
          )}
          {devices.data.phones.length === 0 ? (
            <Text size="sm" className={textStyles.quiet}>
              {t('devices.noneAround')}
            </Text>
          ) : (
            devices.data.phones.map((phone) => <PhoneRow key={phone.serial} phone={phone} />)
          )}
        </>
      )}
    </Stack>
  );
}
