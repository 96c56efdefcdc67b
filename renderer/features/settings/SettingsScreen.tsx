import { Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn } from '../../lib/gateway-words.ts';
import { RoutingSection } from './RoutingSection.tsx';
import { SendingSection } from './SendingSection.tsx';

/** What holds for all phones. Each change is kept at once and can be taken back. */
export function SettingsScreen() {
  const { t, i18n } = useTranslation();
  const sending = useQuery({
    queryKey: ['sending'],
    queryFn: ({ signal }) => callConsole('GET /settings/sending', { signal }),
  });
  return (
    <Stack gap="md" maw={720}>
      <Title order={1} size="h3">
        {t('nav.settings')}
      </Title>
      {sending.isPending ? (
        <Skeleton height={320} />
      ) : sending.isError ? (
        <Notice
          title={errorIn(i18n.language, sending.error)}
          action={{ label: t('common.retry'), run: () => void sending.refetch() }}
        />
      ) : (
        <SendingSection settings={sending.data} />
      )}
      <RoutingSection />
    </Stack>
  );
}
