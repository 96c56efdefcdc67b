import { Alert, Divider, Drawer, Group, Skeleton, Stack, Text, Timeline, Title } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { sentence } from '../../../electron/shared/words/words.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import type { SignedInSession } from '../../../electron/shared/console/session.ts';
import type { Attempt, Message } from '../../../electron/shared/schemas/message.ts';
import { curlFor, formatClock, formatDateTime, formatNumber } from '../../lib/format.ts';
import { errorIn, failureIn, sayIn } from '../../lib/gateway-words.ts';
import { useUiStore } from '../../lib/ui-store.ts';
import { timelineOf } from './timeline.ts';
import { useMessage } from './use-messages.ts';
import textStyles from '../../components/text.module.css';
import surfaces from '../../components/surface.module.css';
import styles from './MessageDrawer.module.css';

/** The plain reason, by the code where it has one that the screens know. */
function reasonOf({ code, reason }: Attempt, language: string): string | null {
  return failureIn(language, code)?.message ?? reason;
}

function AttemptCard({ attempt }: { readonly attempt: Attempt }) {
  const { t, i18n } = useTranslation();
  const known = ['offered', 'accepted', 'submitting', 'sent', 'failed', 'rejected', 'unknown'];
  return (
    <div className={surfaces.card}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>
          {t('messages.attempt', { n: attempt.n, device: attempt.device_name, sim: attempt.sim })}
        </Text>
        <Text className={textStyles.label}>{formatClock(attempt.started_at, i18n.language)}</Text>
      </Group>
      <Text size="sm">
        {known.includes(attempt.outcome) ? t(`outcome.${attempt.outcome}`) : attempt.outcome}
      </Text>
      {attempt.code === null && attempt.reason === null ? null : (
        <Text size="sm" className={textStyles.quiet}>
          {[reasonOf(attempt, i18n.language), attempt.code].filter((word) => word !== null).join(' · ')}
        </Text>
      )}
    </div>
  );
}

function WaitingNote({ waiting }: { readonly waiting: NonNullable<Message['waiting']> }) {
  const { t, i18n } = useTranslation();
  const hold = sayIn(i18n.language, sentence(`waiting.${waiting.reason}`));
  const until =
    waiting.until === null
      ? ''
      : ` ${t('messages.until', { time: formatClock(waiting.until, i18n.language) })}`;
  return (
    <Alert color="yellow" icon={<IconClockPause size={18} />} title={`${hold.message}${until}`}>
      {hold.fix}
    </Alert>
  );
}

function MessageBody({ message, session }: { readonly message: Message; readonly session: SignedInSession }) {
  const { t, i18n } = useTranslation();
  const steps = timelineOf(message);
  const failure = failureIn(i18n.language, message.failure?.code ?? null);
  const token = message.mode === 'test' ? 'rd_test_…' : 'rd_live_…';
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" fw={600} component="span">
          <StateMark state={message.status} />
        </Text>
        <Text className={textStyles.label}>{message.to}</Text>
      </Group>
      <Text size="sm" className={textStyles.quiet}>
        {t(`stateHint.${message.status}`)}
      </Text>
      <div className={`${surfaces.card} ${styles.body}`}>{message.text}</div>
      {message.waiting === null ? null : <WaitingNote waiting={message.waiting} />}
      {message.failure === null ? null : (
        <Alert color="red" title={failure?.message}>
          {failure?.fix} <span className={textStyles.label}>({message.failure.code})</span>
        </Alert>
      )}
      <section>
        <Title order={3} size="h5" mb={10}>
          {t('messages.timeline')}
        </Title>
        <Timeline bulletSize={14} lineWidth={2} active={steps.length - 1}>
          {steps.map((step) => (
            <Timeline.Item key={step.state} title={t(`state.${step.state}`)}>
              <Text className={textStyles.label}>{formatDateTime(step.at, i18n.language)}</Text>
            </Timeline.Item>
          ))}
        </Timeline>
      </section>
      <section>
        <Title order={3} size="h5" mb={10}>
          {t('messages.attempts')}
        </Title>
        <Stack gap={8}>
          {message.attempt_log.length === 0 ? (
            <Text size="sm" className={textStyles.quiet}>
              {t('messages.noAttempt')}
            </Text>
          ) : (
            message.attempt_log.map((attempt) => <AttemptCard key={attempt.n} attempt={attempt} />)
          )}
        </Stack>
      </section>
      <Divider />
      <Text className={`${textStyles.label} ${styles.id}`}>
        {message.request_id} · {message.encoding} · {t('messages.parts')}{' '}
        {formatNumber(message.parts, i18n.language)} · {message.mode}
      </Text>
      <Group gap="xs">
        <CopyButton value={message.request_id} label={t('messages.copyId')} />
        <CopyButton value={curlFor(message, session.base_url, token)} label={t('messages.copyCurl')} />
      </Group>
    </Stack>
  );
}

/** What became of one message, as it happens. */
export function MessageDrawer({ session }: { readonly session: SignedInSession }) {
  const { t, i18n } = useTranslation();
  const requestId = useUiStore((state) => state.openMessage);
  const openDrawer = useUiStore((state) => state.openDrawer);
  const message = useMessage(requestId);
  return (
    <Drawer
      opened={requestId !== null}
      onClose={() => {
        openDrawer(null);
      }}
      position="right"
      size={460}
      title={t('messages.message')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {message.isPending ? (
        <Skeleton height={160} />
      ) : message.isError ? (
        <Notice
          title={errorIn(i18n.language, message.error)}
          action={{ label: t('common.retry'), run: () => void message.refetch() }}
        />
      ) : (
        <MessageBody message={message.data} session={session} />
      )}
    </Drawer>
  );
}
