import { Group, Stack, Switch, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ConsoleSim } from '../../../electron/shared/console/devices.ts';
import { NumberField } from '../../components/NumberField.tsx';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn } from '../../lib/gateway-words.ts';

/** Whether a SIM sends, and how many parts of a day and of a month it may. */
export function SimSending({ sim }: { readonly sim: ConsoleSim }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (wanted: {
      readonly sends?: boolean;
      readonly day_cap?: number | null;
      readonly month_cap?: number | null;
    }) => callConsole('POST /sims/:sim', { params: { sim: sim.id }, body: wanted }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  });
  const sends = change.isPending ? (change.variables.sends ?? sim.sends) : sim.sends;
  const { slot } = sim;
  return (
    <Stack gap={6}>
      <Switch
        size="xs"
        label={t('devices.sends')}
        aria-label={t('devices.sendsSim', { slot })}
        description={sends ? undefined : t('devices.sendsOff')}
        checked={sends}
        onChange={(event) => {
          change.mutate({ sends: event.currentTarget.checked });
        }}
      />
      <Group gap="sm" align="flex-start">
        <NumberField
          label={t('devices.dayCap', { slot })}
          description={t('devices.usedToday', { count: sim.parts_today })}
          value={sim.day_cap}
          min={1}
          max={1_000_000}
          mayBeEmpty
          save={(day_cap) => {
            change.mutate({ day_cap });
          }}
        />
        <NumberField
          label={t('devices.monthCap', { slot })}
          description={t('devices.usedThisMonth', { count: sim.parts_this_month })}
          value={sim.month_cap}
          min={1}
          max={1_000_000}
          mayBeEmpty
          save={(month_cap) => {
            change.mutate({ month_cap });
          }}
        />
      </Group>
      {change.error === null ? null : (
        <Text size="sm" c="red" role="alert">
          {errorIn(i18n.language, change.error)}
        </Text>
      )}
    </Stack>
  );
}
