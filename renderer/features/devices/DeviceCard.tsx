import { Alert, Badge, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConsoleDevice } from '../../../electron/shared/console/devices.ts';
import type { Sim } from '../../../electron/shared/schemas/device.ts';
import { PROBLEM } from '../../../electron/shared/words/phones.ts';
import { formatAge, formatNumber } from '../../lib/format.ts';
import { languageOf } from '../../lib/gateway-words.ts';
import { deviceTone } from './device-tone.ts';
import { InboxSwitch } from './InboxSwitch.tsx';
import { PhoneLimits } from './PhoneLimits.tsx';
import { ToneMark } from '../../components/ToneMark.tsx';
import textStyles from '../../components/text.module.css';
import surfaces from '../../components/surface.module.css';
import styles from './DeviceCard.module.css';

const LEVELS = [1, 2, 3, 4];

function SignalBars({ level }: { readonly level: number | null }) {
  const { t } = useTranslation();
  return (
    <span
      className={styles.bars}
      role="img"
      aria-label={level === null ? t('devices.noSignal') : t('devices.signal', { level })}
    >
      {LEVELS.map((bar) => (
        <i
          key={bar}
          className={level !== null && bar <= level ? styles.reached : undefined}
          style={{ height: `${25 * bar}%` }}
        />
      ))}
    </span>
  );
}

function SimLine({ sim, hasSwitch }: { readonly sim: Sim; readonly hasSwitch: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      <Group gap={8}>
        <SignalBars level={sim.in_service ? sim.signal : null} />
        <Text size="sm">
          {t('devices.sim', { slot: sim.slot })} · {sim.carrier ?? t('devices.noCarrier')}
          {sim.number === null ? '' : ` · ${sim.number}`}
          {sim.in_service ? '' : ` · ${t('devices.noService')}`}
        </Text>
      </Group>
      {hasSwitch ? <InboxSwitch sim={sim} /> : null}
    </Stack>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <Text className={textStyles.label}>{label}</Text>
      <Text size="sm">{value}</Text>
    </div>
  );
}

interface DeviceCardProps {
  readonly device: ConsoleDevice;
  /** Whether what the phone may do can be changed here. */
  readonly hasSwitches?: boolean;
}

/** One phone: whether it can send, and if not, why and what to do. */
export function DeviceCard({ device, hasSwitches = false }: DeviceCardProps) {
  const { t, i18n } = useTranslation();
  const battery =
    device.battery_percent === null
      ? t('common.none')
      : `${formatNumber(device.battery_percent, i18n.language)} %${device.charging === true ? ` · ${t('devices.charging')}` : ''}`;
  const heartbeat =
    device.heartbeat_age_seconds === null
      ? t('common.none')
      : t('devices.ago', { age: formatAge(device.heartbeat_age_seconds, i18n.language) });
  const partsLeft =
    device.parts_left_this_minute === null
      ? t('devices.unpaced')
      : formatNumber(device.parts_left_this_minute, i18n.language);
  return (
    <article className={surfaces.card} aria-label={device.name}>
      <Stack gap={12}>
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div>
            <Group gap={8}>
              <Title order={2} size="h5">
                {device.name}
              </Title>
              {device.mode === 'test' ? (
                <Badge variant="default" size="sm">
                  {t('common.demo')}
                </Badge>
              ) : null}
            </Group>
            <Text className={textStyles.label}>{device.model}</Text>
          </div>
          <Text size="sm" fw={600} component="span">
            <ToneMark tone={deviceTone(device.state)}>{t(`devices.state.${device.state}`)}</ToneMark>
          </Text>
        </Group>
        <Stack gap={12}>
          {device.sims.map((sim) => (
            <SimLine key={sim.id} sim={sim} hasSwitch={hasSwitches} />
          ))}
        </Stack>
        <SimpleGrid cols={2} spacing="sm" verticalSpacing={8}>
          <Fact label={t('devices.battery')} value={battery} />
          <Fact label={t('devices.heartbeat')} value={heartbeat} />
          <Fact label={t('devices.sentToday')} value={formatNumber(device.sent_today, i18n.language)} />
          <Fact label={t('devices.partsLeft')} value={partsLeft} />
        </SimpleGrid>
        {hasSwitches ? <PhoneLimits device={device} /> : null}
        {device.problems.map((problem) => (
          <Alert
            key={problem.code}
            color="orange"
            title={PROBLEM[problem.code].message[languageOf(i18n.language)]}
          >
            {PROBLEM[problem.code].fix[languageOf(i18n.language)]}
          </Alert>
        ))}
      </Stack>
    </article>
  );
}
