import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Takeover } from '../../../electron/shared/console/devices.ts';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn } from '../../lib/gateway-words.ts';

/** Asks whether the SIM in the place of one that is gone takes over what waits. */
export function TakeoverQuestion({ takeover }: { readonly takeover: Takeover }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (takes_over: boolean) =>
      callConsole('POST /sims/:sim/takeover', {
        params: { sim: takeover.old_sim_id },
        body: { new_sim_id: takeover.new_sim_id, takes_over },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  });
  const { device_name: device, sim: slot, waiting: count } = takeover;
  const carrier = takeover.carrier ?? t('devices.noCarrier');
  return (
    <Alert color="orange" title={t('devices.takeover.title', { device, slot, carrier })}>
      <Stack gap={8} align="flex-start">
        <Text size="sm">{t('devices.takeover.say', { count })}</Text>
        {answer.error === null ? null : (
          <Text size="sm" role="alert">
            {errorIn(i18n.language, answer.error)}
          </Text>
        )}
        <Group gap={8}>
          <Button
            size="xs"
            loading={answer.isPending}
            onClick={() => {
              answer.mutate(true);
            }}
          >
            {t('devices.takeover.yes')}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={answer.isPending}
            onClick={() => {
              answer.mutate(false);
            }}
          >
            {t('devices.takeover.no')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
