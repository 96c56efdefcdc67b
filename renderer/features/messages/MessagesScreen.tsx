import { Button, Group, Select, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconPencilPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MESSAGE_STATES } from '../../../electron/shared/states.ts';
import { Notice } from '../../components/Notice.tsx';
import { errorIn } from '../../lib/gateway-words.ts';
import { useUiStore } from '../../lib/ui-store.ts';
import { MessageTable } from './MessageTable.tsx';
import { useMessages } from './use-messages.ts';

/** Every message, searched and filtered at once. */
export function MessagesScreen() {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState('');
  const [status, setStatus] = useState<string | null>(null);
  const [q] = useDebouncedValue(typed.trim(), 180);
  const search = useRef<HTMLInputElement>(null);
  const compose = useUiStore((state) => state.compose);
  const openDrawer = useUiStore((state) => state.openDrawer);
  const isSearchAsked = useUiStore((state) => state.isSearchAsked);
  const searchFocused = useUiStore((state) => state.searchFocused);
  useHotkeys([['/', () => search.current?.focus()]]);
  useEffect(() => {
    if (!isSearchAsked) return;
    search.current?.focus();
    searchFocused();
  }, [isSearchAsked, searchFocused]);
  const { list, hasMore, loadMore, hasMoreFailed } = useMessages({ q, status });
  const isFiltered = q !== '' || status !== null;

  return (
    <Stack gap="md" flex={1} mih={0}>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t('messages.title')}
        </Title>
        <Button
          leftSection={<IconPencilPlus size={16} />}
          onClick={() => {
            compose(true);
          }}
        >
          {t('messages.new')}
        </Button>
      </Group>
      <Group gap="sm" wrap="nowrap">
        <TextInput
          ref={search}
          flex={1}
          type="search"
          aria-label={t('messages.search')}
          placeholder={`${t('messages.search')} · ${t('messages.searchHint')}`}
          leftSection={<IconSearch size={16} />}
          value={typed}
          maxLength={128}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <Select
          w={180}
          aria-label={t('messages.status')}
          placeholder={t('messages.anyStatus')}
          clearable
          value={status}
          onChange={setStatus}
          data={Object.keys(MESSAGE_STATES).map((state) => ({ value: state, label: t(`state.${state}`) }))}
        />
      </Group>
      {list.isPending ? (
        <Stack gap={8} aria-label={t('common.loading')} role="status">
          {[0, 1, 2, 3, 4].map((row) => (
            <Skeleton key={row} height={40} />
          ))}
        </Stack>
      ) : list.isError ? (
        <Notice
          title={errorIn(i18n.language, list.error)}
          action={{ label: t('common.retry'), run: () => void list.refetch() }}
        />
      ) : list.data.items.length === 0 ? (
        isFiltered ? (
          <Notice
            title={t('messages.noneFound')}
            action={{
              label: t('messages.clear'),
              run: () => {
                setTyped('');
                setStatus(null);
              },
            }}
          />
        ) : (
          <Notice title={t('messages.empty')}>{t('messages.emptySay')}</Notice>
        )
      ) : (
        <>
          <MessageTable
            key={`${status ?? ''} ${q}`}
            list={list.data}
            open={openDrawer}
            hasMore={hasMore}
            loadMore={loadMore}
            restart={() => void list.refetch()}
          />
          {hasMoreFailed ? (
            <Group justify="center" role="alert">
              <Text size="sm">{t('messages.moreFailed')}</Text>
              <Button variant="default" size="compact-sm" onClick={loadMore}>
                {t('common.retry')}
              </Button>
            </Group>
          ) : null}
        </>
      )}
    </Stack>
  );
}
