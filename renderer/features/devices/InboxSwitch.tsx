import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn } from '../../lib/gateway-words.ts';
import type { Sim } from '../../../electron/shared/schemas/device.ts';

/** Whether received texts of a SIM may leave its phone, and which. */
export function InboxSwitch({ sim }: { readonly sim: Sim }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (on: boolean) => callConsole('POST /inbox/switch', { body: { sim: sim.id, on } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  });
  const isOn = change.isPending ? change.variables : sim.takes_texts;
  return (
    <Switch
      size="xs"
      label={t('devices.takeIn')}
      aria-label={t('devices.takeInSim', { slot: sim.slot })}
      description={isOn ? t('devices.takeInOn') : t('devices.takeInOff')}
      error={change.error === null ? undefined : errorIn(i18n.language, change.error)}
      checked={isOn}
      onChange={(event) => {
        change.mutate(event.currentTarget.checked);
      }}
    />
  );
}
