import { ActionIcon, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RouteRuleView } from '../../../electron/shared/console/routing.ts';
import { Notice } from '../../components/Notice.tsx';
import { SavedNote } from '../../components/SavedNote.tsx';
import { ToneMark } from '../../components/ToneMark.tsx';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn } from '../../lib/gateway-words.ts';
import { useKeptChange } from '../../lib/use-kept-change.ts';
import { NewRouteRule } from './NewRouteRule.tsx';
import { moved } from './route-targets.ts';
import surfaces from '../../components/surface.module.css';
import textStyles from '../../components/text.module.css';

type Rule = Pick<RouteRuleView, 'prefix' | 'via'>;

/** One rule, with its place and its end; the words say where it leads. */
function RuleRow({
  rule,
  place,
  count,
  move,
  remove,
}: {
  readonly rule: RouteRuleView;
  readonly place: number;
  readonly count: number;
  readonly move: (to: number) => void;
  readonly remove: () => void;
}) {
  const { t } = useTranslation();
  const { prefix, target } = rule;
  const button = (label: string, Icon: typeof IconTrash, isOff: boolean, run: () => void) => (
    <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={isOff} onClick={run}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" fw={600} component="span" lang="en">
          {prefix}
        </Text>{' '}
        {target === null ? (
          <Text size="sm" component="span">
            <ToneMark tone="warn">{t('settings.routing.gone')}</ToneMark>
          </Text>
        ) : (
          <Text size="sm" component="span">
            {target.sim === null
              ? t('settings.routing.phone', { device: target.device_name })
              : t('settings.routing.sim', { device: target.device_name, slot: target.sim })}
          </Text>
        )}
      </div>
      <Group gap={4} wrap="nowrap">
        {button(t('settings.routing.up', { prefix }), IconArrowUp, place === 0, () => {
          move(place - 1);
        })}
        {button(t('settings.routing.down', { prefix }), IconArrowDown, place === count - 1, () => {
          move(place + 1);
        })}
        {button(t('settings.routing.remove', { prefix }), IconTrash, false, remove)}
      </Group>
    </Group>
  );
}

/** Where texts go that name no phone, by the start of their number. */
export function RoutingSection() {
  const { t, i18n } = useTranslation();
  const rules = useQuery({
    queryKey: ['routing'],
    queryFn: ({ signal }) => callConsole('GET /routing/rules', { signal }),
  });
  const change = useKeptChange<readonly Rule[]>(['routing'], (wanted) =>
    callConsole('POST /routing/rules', {
      body: { rules: wanted.map(({ prefix, via }) => ({ prefix, via })) },
    }),
  );
  if (rules.isPending) return <Skeleton height={160} />;
  if (rules.isError) {
    return (
      <Notice
        title={errorIn(i18n.language, rules.error)}
        action={{ label: t('common.retry'), run: () => void rules.refetch() }}
      />
    );
  }
  const { items } = rules.data;
  const replace = (wanted: readonly Rule[]): void => {
    change.save(wanted, items);
  };
  return (
    <section className={surfaces.card} aria-label={t('settings.routing.title')}>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t('settings.routing.title')}
        </Title>
        <Text size="sm" className={textStyles.quiet}>
          {items.length === 0 ? t('settings.routing.none') : t('settings.routing.say')}
        </Text>
        {items.length === 0 ? null : (
          <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: 'none' }}>
            {items.map((rule, place) => (
              <RuleRow
                key={`${rule.prefix} ${rule.via}`}
                {...{ rule, place, count: items.length }}
                move={(to) => {
                  replace(moved(items, place, to));
                }}
                remove={() => {
                  replace(items.toSpliced(place, 1));
                }}
              />
            ))}
          </Stack>
        )}
        <NewRouteRule
          add={(rule) => {
            replace([...items, rule]);
          }}
        />
        <SavedNote
          isSaved={change.isSaved}
          error={change.error === null ? null : errorIn(i18n.language, change.error)}
          undo={change.undo}
        />
      </Stack>
    </section>
  );
}
