import { Alert, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/CopyButton.tsx';
import { callConsole } from '../../lib/console-client.ts';
import type { SignedInSession } from '../../../electron/shared/console/session.ts';
import type { Mode } from '../../../electron/shared/states.ts';
import { curlFor, formatShort } from '../../lib/format.ts';
import textStyles from '../../components/text.module.css';
import surfaces from '../../components/surface.module.css';
import styles from './FirstRequest.module.css';

const EXAMPLE = { to: '+9779812345678', text: 'Your order is ready' };

/** A token and a request that can be pasted: the five-minute start. */
export function FirstRequest({ session }: { readonly session: SignedInSession }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [mode, setMode] = useState<Mode>(session.demo_phone ? 'test' : 'live');
  const [name, setName] = useState(t('dashboard.tokenNameDefault'));
  const tokens = useQuery({
    queryKey: ['tokens'],
    queryFn: () => callConsole('GET /tokens', {}),
  });
  const make = useMutation({
    mutationFn: () => callConsole('POST /tokens', { body: { name, mode } }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const baseUrl = session.base_url;
  const request = curlFor(EXAMPLE, baseUrl, make.data?.token ?? `rd_${mode}_…`);
  return (
    <section className={surfaces.card} aria-label={t('dashboard.first')}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h5">
            {t('dashboard.first')}
          </Title>
          <Text size="sm" className={textStyles.quiet}>
            {t('dashboard.firstSay')}
          </Text>
        </div>
        <Group gap={8}>
          <Text className={textStyles.label}>{t('dashboard.baseUrl')}</Text>
          <code>{baseUrl}</code>
        </Group>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('dashboard.tokenName')}
            value={name}
            maxLength={64}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
          <Select
            label={t('messages.mode')}
            allowDeselect={false}
            value={mode}
            onChange={(value) => {
              setMode(value === 'test' ? 'test' : 'live');
            }}
            data={[
              { value: 'live', label: t('dashboard.live') },
              { value: 'test', label: t('dashboard.test') },
            ]}
          />
          <Button
            variant="default"
            loading={make.isPending}
            disabled={name.trim() === ''}
            onClick={() => {
              make.mutate();
            }}
          >
            {t('dashboard.makeToken')}
          </Button>
        </Group>
        {make.data === undefined ? null : (
          <Alert color="green" title={t('dashboard.once')}>
            <Group gap="sm">
              <code className={styles.token}>{make.data.token}</code>
              <CopyButton value={make.data.token} />
            </Group>
          </Alert>
        )}
        <pre className={styles.code} tabIndex={0} aria-label="cURL">
          {request}
        </pre>
        <Group>
          <CopyButton value={request} />
        </Group>
        {(tokens.data?.items ?? []).map((token) => (
          <Text key={token.id} size="sm" className={textStyles.quiet}>
            {token.client_name} · <code>{token.hint}</code> ·{' '}
            {token.last_used_at === null
              ? t('dashboard.neverUsed')
              : t('dashboard.lastUsed', { time: formatShort(token.last_used_at, i18n.language, new Date()) })}
          </Text>
        ))}
      </Stack>
    </section>
  );
}
