import { Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ConsoleDevice } from '../../../electron/shared/console/devices.ts';
import { NumberField } from '../../components/NumberField.tsx';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn } from '../../lib/gateway-words.ts';
import { SimSending } from './SimSending.tsx';
import textStyles from '../../components/text.module.css';

/** What the operator lets a phone and its SIMs send; folded, as it is seldom changed. */
export function PhoneLimits({ device }: { readonly device: ConsoleDevice }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (parts_per_minute: number) =>
      callConsole('POST /devices/:device_id/pace', {
        params: { device_id: device.id },
        body: { parts_per_minute },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['devices'] }),
  });
  return (
    <details>
      <summary>
        <Text size="sm" component="span">
          {t('devices.limits')}
        </Text>
      </summary>
      <Stack gap="md" pt={8}>
        {device.parts_per_minute === null ? (
          <Text className={textStyles.label}>{t('devices.unpacedSay')}</Text>
        ) : (
          <NumberField
            label={t('devices.partsPerMinute')}
            description={t('devices.partsPerMinuteSay')}
            value={device.parts_per_minute}
            min={1}
            max={10_000}
            error={change.error === null ? undefined : errorIn(i18n.language, change.error)}
            save={(parts) => {
              if (parts !== null) change.mutate(parts);
            }}
          />
        )}
        {device.sims.map((sim) => (
          <SimSending key={sim.id} sim={sim} />
        ))}
      </Stack>
    </details>
  );
}
