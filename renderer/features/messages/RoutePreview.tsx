import { Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MessagePreview } from '../../../electron/shared/schemas/message-actions.ts';
import { WAITING } from '../../../electron/shared/words/queue.ts';
import { ToneMark } from '../../components/ToneMark.tsx';
import { callConsole } from '../../lib/console-client.ts';
import { formatDateTime } from '../../lib/format.ts';
import { languageOf, sayIn } from '../../lib/gateway-words.ts';

interface Draft {
  readonly to: string;
  readonly text: string;
  readonly device: string | null;
}

/** Where a text would go if it was sent now, by the decision that hands texts out, and what is worth knowing before. */
export function RoutePreview({ draft }: { readonly draft: Draft }) {
  const { t, i18n } = useTranslation();
  const [typed] = useDebouncedValue(draft, 300);
  const isWhole = typed.to !== '' && typed.text !== '';
  const preview = useQuery({
    queryKey: ['preview', typed],
    queryFn: ({ signal }) => {
      const { to, text, device } = typed;
      return callConsole('POST /messages/preview', {
        body: { to, text, ...(device === null ? {} : { device }) },
        signal,
      });
    },
    enabled: isWhole,
    retry: false,
  });
  // What is wrong with a number is said when the text is sent: it may not be typed to its end.
  if (!isWhole || preview.data === undefined) return null;
  const { route, waiting, warnings } = preview.data;
  return (
    <Stack gap={4} aria-live="polite">
      {route === null ? null : (
        <Text size="sm">{t('messages.goes', { device: route.device_name, sim: route.sim })}</Text>
      )}
      {waiting === null ? null : (
        <Text size="sm" component="div">
          <ToneMark tone="warn">{whyIn(i18n.language, waiting, t)}</ToneMark>
        </Text>
      )}
      {warnings.map((warning) => {
        const { message, fix } = sayIn(i18n.language, warning);
        return (
          <Text size="sm" component="div" key={warning.code}>
            <ToneMark tone="warn">{`${message} ${fix ?? ''}`}</ToneMark>
          </Text>
        );
      })}
    </Stack>
  );
}

function whyIn(
  language: string,
  waiting: NonNullable<MessagePreview['waiting']>,
  t: (key: 'messages.until', values: { time: string }) => string,
): string {
  const why = WAITING[waiting.reason].message[languageOf(language)];
  if (waiting.until === null) return why;
  return `${why} ${t('messages.until', { time: formatDateTime(waiting.until, language) })}`;
}
