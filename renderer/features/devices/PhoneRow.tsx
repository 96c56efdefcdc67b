import { Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconLoader2, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepState } from '../../../electron/shared/states.ts';
import { callConsole } from '../../lib/console-client.ts';
import { STEP_TITLE } from '../../../electron/shared/words/steps.ts';
import { errorIn, languageOf, sayIn } from '../../lib/gateway-words.ts';
import type { ListedPhone } from '../../../electron/shared/console/devices.ts';
import type { ProvisionRun } from '../../../electron/shared/console/provisioning.ts';
import textStyles from '../../components/text.module.css';
import surfaces from '../../components/surface.module.css';

const STEP_ICONS: Readonly<Record<StepState, { readonly icon: typeof IconCheck; readonly color: string }>> = {
  waiting: { icon: IconCircleDashed, color: 'gray' },
  running: { icon: IconLoader2, color: 'indigo' },
  done: { icon: IconCheck, color: 'green' },
  needs_you: { icon: IconAlertTriangle, color: 'orange' },
  failed: { icon: IconX, color: 'red' },
  skipped: { icon: IconCheck, color: 'gray' },
};

function Steps({ run }: { readonly run: ProvisionRun }) {
  const { t, i18n } = useTranslation();
  return (
    <List spacing={6} size="sm" center mt={10} aria-live="polite">
      {run.steps.map((step) => {
        const { icon: Icon, color } = STEP_ICONS[step.state];
        const { message, fix } = sayIn(i18n.language, step);
        return (
          <List.Item
            key={step.name}
            icon={
              <ThemeIcon
                size={20}
                radius="xl"
                variant="light"
                color={color}
                role="img"
                aria-label={t(`devices.step.${step.state}`)}
              >
                <Icon size={13} />
              </ThemeIcon>
            }
          >
            {STEP_TITLE[step.name].message[languageOf(i18n.language)]}
            {step.code === null ? '' : ` — ${message}`} {fix}
          </List.Item>
        );
      })}
    </List>
  );
}

/** A phone that ADB lists: what is the matter with it, and the button that pairs it. */
export function PhoneRow({ phone }: { readonly phone: ListedPhone }) {
  const { t, i18n } = useTranslation();
  const advice = sayIn(i18n.language, phone);
  const [runId, setRunId] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: (mayReplace: boolean) =>
      callConsole('POST /provision', { body: { serial: phone.serial, replace: mayReplace } }),
    onSuccess: (answer) => {
      setRunId(answer.run_id);
    },
  });
  const run = useQuery({
    queryKey: ['provision', runId],
    queryFn: () => callConsole('GET /provision/:run_id', { params: { run_id: runId ?? '' } }),
    enabled: runId !== null,
  });
  const isRunning = start.isPending || run.data?.state === 'running';
  const label = isRunning
    ? t('devices.pairing')
    : phone.device_id === null
      ? t('devices.pair')
      : t('devices.pairAgain');
  return (
    <div className={surfaces.card}>
      <Group justify="space-between" wrap="nowrap">
        <Stack gap={2}>
          <Text fw={600} size="sm">
            {phone.model ?? phone.serial}
          </Text>
          <Text className={textStyles.label}>{phone.serial}</Text>
          <Text size="sm">
            {advice.message} {advice.fix}
          </Text>
        </Stack>
        <Button
          variant={phone.device_id === null ? 'filled' : 'default'}
          disabled={phone.state !== 'device' || isRunning}
          onClick={() => {
            start.mutate(false);
          }}
        >
          {label}
        </Button>
      </Group>
      {run.data === undefined ? null : <Steps run={run.data} />}
      {run.data?.steps.some((step) => step.offers === 'replace') === true ? (
        <Button
          mt={10}
          color="red"
          variant="light"
          disabled={isRunning}
          onClick={() => {
            start.mutate(true);
          }}
        >
          {t('devices.replace')}
        </Button>
      ) : null}
      {start.isError ? (
        <Text size="sm" className={textStyles.bad} role="alert">
          {errorIn(i18n.language, start.error)}
        </Text>
      ) : null}
    </div>
  );
}
