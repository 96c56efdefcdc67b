import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callConsole } from '../../lib/console-client.ts';
import { readPrefix, routeTargets } from './route-targets.ts';

/** Adds one rule at the end. */
export function NewRouteRule({
  add,
}: {
  readonly add: (rule: { readonly prefix: string; readonly via: string }) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [via, setVia] = useState<string | null>(null);
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => callConsole('GET /devices', { signal }),
  });
  const prefix = readPrefix(typed);
  const targets = routeTargets(devices.data?.items ?? []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (prefix === null || via === null) return;
        add({ prefix, via });
        setTyped('');
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('settings.routing.prefix')}
          placeholder="+97798"
          inputMode="tel"
          autoComplete="off"
          maw={160}
          value={typed}
          error={typed !== '' && prefix === null ? t('settings.routing.notAPrefix') : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <Select
          label={t('settings.routing.via')}
          placeholder={targets.length === 0 ? t('settings.routing.noPhone') : undefined}
          value={via}
          onChange={setVia}
          data={targets.map(({ value, deviceName: device, slot }) => ({
            value,
            label:
              slot === null
                ? t('settings.routing.phone', { device })
                : t('settings.routing.sim', { device, slot }),
          }))}
        />
        <Button type="submit" variant="default" disabled={prefix === null || via === null}>
          {t('settings.routing.add')}
        </Button>
      </Group>
    </form>
  );
}
