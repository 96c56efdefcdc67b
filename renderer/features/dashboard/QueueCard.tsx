import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { QueueState } from '../../../electron/shared/states.ts';
import { callConsole } from '../../lib/console-client.ts';
import type { Overview } from '../../../electron/shared/console/overview.ts';
import { formatAge, formatNumber } from '../../lib/format.ts';
import { damageIn } from '../../lib/gateway-words.ts';
import { ToneMark, type Tone } from '../../components/ToneMark.tsx';
import textStyles from '../../components/text.module.css';
import surfaces from '../../components/surface.module.css';
import styles from './QueueCard.module.css';

function toneOf(state: QueueState): Tone {
  if (state === 'running') return 'good';
  return state === 'no_device' || state === 'paused' || state === 'quiet_hours' ? 'warn' : 'bad';
}

/** Where the operator can do something about a state. */
const HELP: Partial<Record<QueueState, { readonly href: string; readonly label: HelpLabel }>> = {
  no_device: { href: '#/devices', label: 'queue.connect' },
  quiet_hours: { href: '#/settings', label: 'queue.changeHours' },
  failure_rate: { href: '#/messages', label: 'queue.seeFailures' },
};
type HelpLabel = 'queue.connect' | 'queue.changeHours' | 'queue.seeFailures';

function Figure({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}) {
  return (
    <div>
      <Text className={textStyles.label}>{label}</Text>
      <div className={styles.figure}>{value}</div>
      {note === undefined ? null : <Text className={textStyles.label}>{note}</Text>}
    </div>
  );
}

/** The queue in one sentence, its figures, and what helps. */
export function QueueCard({ overview }: { readonly overview: Overview }) {
  const { t, i18n } = useTranslation();
  const { queue } = overview;
  const setPaused = useMutation({
    mutationFn: (isPaused: boolean) => callConsole(isPaused ? 'POST /queue/pause' : 'POST /queue/resume', {}),
  });
  const help = HELP[queue.state];
  // What failures stopped goes on when the operator says so, like a pause.
  const isHeld = queue.state === 'paused' || queue.state === 'failure_rate';
  const number = (value: number): string => formatNumber(value, i18n.language);
  const waiting = queue.depth.otp + queue.depth.transactional + queue.depth.bulk;
  const rate = (figures: { readonly sent: number; readonly failed: number }): string =>
    t('queue.sentFailed', { sent: number(figures.sent), failed: number(figures.failed) });
  return (
    <section className={surfaces.card} aria-label={t('queue.title')}>
      <Stack gap="md">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={2} size="h4">
              <ToneMark tone={toneOf(queue.state)}>{t(`queue.${queue.state}`)}</ToneMark>
            </Title>
            <Text size="sm" className={textStyles.quiet}>
              {overview.damage === null
                ? t(`queue.say.${queue.state}`)
                : damageIn(i18n.language, overview.damage)}
            </Text>
          </div>
          <Group gap={8}>
            {help === undefined ? null : (
              <Button component="a" href={help.href}>
                {t(help.label)}
              </Button>
            )}
            {queue.state === 'no_device' ? null : (
              <Button
                variant={queue.state === 'paused' ? 'filled' : 'default'}
                loading={setPaused.isPending}
                onClick={() => {
                  setPaused.mutate(!isHeld);
                }}
              >
                {isHeld ? t('queue.resume') : t('queue.pause')}
              </Button>
            )}
          </Group>
        </Group>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          <Figure
            label={t('queue.waitingNow')}
            value={number(waiting)}
            note={t('queue.depth', {
              otp: number(queue.depth.otp),
              transactional: number(queue.depth.transactional),
              bulk: number(queue.depth.bulk),
            })}
          />
          <Figure label={t('queue.inFlight')} value={number(queue.in_flight)} />
          <Figure
            label={t('queue.oldest')}
            value={
              queue.oldest_age_seconds === null
                ? t('common.none')
                : formatAge(queue.oldest_age_seconds, i18n.language)
            }
          />
          <Figure label={t('queue.today')} value={number(overview.counts.messages_today)} />
        </SimpleGrid>
        <Group gap="xl">
          <Text size="sm">
            <span className={textStyles.label}>{t('queue.lastMinute')}</span> {rate(queue.last_minute)}
          </Text>
          <Text size="sm">
            <span className={textStyles.label}>{t('queue.lastHour')}</span> {rate(queue.last_hour)}
          </Text>
        </Group>
      </Stack>
    </section>
  );
}
