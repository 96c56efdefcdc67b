import { Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeSending, SendingSettings } from '../../../electron/shared/console/sending.ts';
import { NumberField } from '../../components/NumberField.tsx';
import { SavedNote } from '../../components/SavedNote.tsx';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn } from '../../lib/gateway-words.ts';
import { useKeptChange } from '../../lib/use-kept-change.ts';
import surfaces from '../../components/surface.module.css';
import textStyles from '../../components/text.module.css';

type Hours = SendingSettings['quiet_hours'];

/** When bulk messages wait; a time is kept when its field is left. */
function QuietHours({
  hours,
  zone,
  save,
}: {
  readonly hours: Hours;
  readonly zone: string;
  readonly save: (hours: Hours) => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<{ readonly of: Hours; readonly hours: Hours }>({ of: hours, hours });
  // Other hours came from the gateway: what was typed belongs to those before.
  const shown = typed.of === hours ? typed.hours : hours;
  const commit = (): void => {
    const isWhole = shown.from !== '' && shown.to !== '';
    if (isWhole && (shown.from !== hours.from || shown.to !== hours.to)) save(shown);
  };
  const field = (name: 'from' | 'to') => (
    <TextInput
      type="time"
      label={t(`settings.quiet.${name}`)}
      value={shown[name]}
      disabled={!hours.on}
      onChange={(event) => {
        setTyped({ of: hours, hours: { ...shown, [name]: event.currentTarget.value } });
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
  return (
    <Stack gap={8}>
      <Switch
        label={t('settings.quiet.label')}
        description={t('settings.quiet.say', { zone })}
        checked={hours.on}
        onChange={(event) => {
          save({ ...shown, on: event.currentTarget.checked });
        }}
      />
      <Group gap="sm">
        {field('from')}
        {field('to')}
      </Group>
    </Stack>
  );
}

/** Quiet hours, the pace of new phones, and when failures hold the queue. */
export function SendingSection({ settings }: { readonly settings: SendingSettings }) {
  const { t, i18n } = useTranslation();
  const change = useKeptChange<ChangeSending>(['sending'], (body) =>
    callConsole('POST /settings/sending', { body }),
  );
  return (
    <section className={surfaces.card} aria-label={t('settings.sending')}>
      <Stack gap="md">
        <Title order={2} size="h5">
          {t('settings.sending')}
        </Title>
        <QuietHours
          hours={settings.quiet_hours}
          zone={settings.time_zone}
          save={(quiet_hours) => {
            change.save({ quiet_hours }, { quiet_hours: settings.quiet_hours });
          }}
        />
        <NumberField
          label={t('settings.partsPerMinute')}
          description={t('settings.partsPerMinuteSay')}
          value={settings.parts_per_minute}
          min={1}
          max={10_000}
          save={(value) => {
            change.save(
              { parts_per_minute: value ?? settings.parts_per_minute },
              { parts_per_minute: settings.parts_per_minute },
            );
          }}
        />
        <NumberField
          label={t('settings.failureLimit')}
          description={t('settings.failureLimitSay')}
          value={settings.failure_limit}
          min={0}
          max={10_000}
          save={(value) => {
            change.save(
              { failure_limit: value ?? settings.failure_limit },
              { failure_limit: settings.failure_limit },
            );
          }}
        />
        <Text className={textStyles.label}>{t('settings.sendingScope')}</Text>
        <SavedNote
          isSaved={change.isSaved}
          error={change.error === null ? null : errorIn(i18n.language, change.error)}
          undo={change.undo}
        />
      </Stack>
    </section>
  );
}
