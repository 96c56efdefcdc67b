import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callConsole } from '../../lib/console-client.ts';
import { errorIn, fieldErrorIn } from '../../lib/gateway-words.ts';
import { useUiStore } from '../../lib/ui-store.ts';
import { RoutePreview } from './RoutePreview.tsx';
import textStyles from '../../components/text.module.css';

interface Draft {
  readonly to: string;
  readonly text: string;
  readonly device: string | null;
}
const EMPTY: Draft = { to: '', text: '', device: null };

function PartCounter({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const [typed] = useDebouncedValue(text, 150);
  const counted = useQuery({
    queryKey: ['counted', typed],
    queryFn: () => callConsole('POST /messages/count', { body: { text: typed } }),
    enabled: typed !== '',
    placeholderData: (before) => before,
  });
  if (typed === '' || counted.data === undefined) return <Text className={textStyles.label}>&nbsp;</Text>;
  const { parts, encoding, remaining } = counted.data;
  return (
    <Text className={textStyles.label} aria-live="polite">
      {t('messages.counter', { count: parts, encoding, remaining })}
    </Text>
  );
}

/** Writes one text and, once it is stored, follows it in the drawer. */
export function ComposeBox() {
  const { t, i18n } = useTranslation();
  const isOpen = useUiStore((state) => state.isComposing);
  const compose = useUiStore((state) => state.compose);
  const openDrawer = useUiStore((state) => state.openDrawer);
  const [draft, setDraft] = useState(EMPTY);
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => callConsole('GET /devices', { signal }),
    enabled: isOpen,
  });
  const send = useMutation({
    mutationFn: ({ to, text, device }: Draft) =>
      callConsole('POST /messages', { body: { to, text, ...(device === null ? {} : { device }) } }),
    onSuccess: (answer) => {
      setDraft(EMPTY);
      compose(false);
      openDrawer(answer.request_id);
    },
  });
  const change = (part: Partial<Draft>): void => {
    send.reset();
    setDraft({ ...draft, ...part });
  };
  const toError = fieldErrorIn(i18n.language, send.error, 'to');
  const textError = fieldErrorIn(i18n.language, send.error, 'text');
  return (
    <Modal
      opened={isOpen}
      onClose={() => {
        compose(false);
      }}
      title={t('messages.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(draft);
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('messages.to')}
            placeholder="+9779812345678"
            description={t('messages.toHint')}
            value={draft.to}
            error={toError}
            data-autofocus
            autoComplete="off"
            inputMode="tel"
            onChange={(event) => {
              change({ to: event.currentTarget.value });
            }}
          />
          <Textarea
            label={t('messages.text')}
            autosize
            minRows={4}
            maxRows={10}
            maxLength={4096}
            value={draft.text}
            error={textError}
            onChange={(event) => {
              change({ text: event.currentTarget.value });
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send.mutate(draft);
            }}
          />
          <PartCounter text={draft.text} />
          <Select
            label={t('messages.phone')}
            placeholder={t('messages.anyPhone')}
            clearable
            value={draft.device}
            onChange={(device) => {
              change({ device });
            }}
            data={(devices.data?.items ?? []).map((device) => ({
              value: device.id,
              label: `${device.name} · ${t(`devices.state.${device.state}`)}${device.mode === 'test' ? ` · ${t('common.demo')}` : ''}`,
            }))}
          />
          <RoutePreview draft={draft} />
          {send.isError && toError === undefined && textError === undefined ? (
            <Alert color="red" role="alert">
              {errorIn(i18n.language, send.error)}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" loading={send.isPending} disabled={draft.to === '' || draft.text === ''}>
              {t('messages.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
