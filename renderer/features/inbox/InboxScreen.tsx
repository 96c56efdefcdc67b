import { Skeleton, Stack, TextInput, Title } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/Notice.tsx';
import { errorIn } from '../../lib/gateway-words.ts';
import { InboxList } from './InboxList.tsx';
import { useInbox } from './use-inbox.ts';

/** Every text that was taken in, newest first. */
export function InboxScreen() {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 180);
  const search = useRef<HTMLInputElement>(null);
  useHotkeys([['/', () => search.current?.focus()]]);
  const list = useInbox(q);
  const texts = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);

  return (
    <Stack gap="md" flex={1} mih={0}>
      <Title order={1} size="h3">
        {t('inbox.title')}
      </Title>
      <TextInput
        ref={search}
        type="search"
        aria-label={t('inbox.search')}
        placeholder={`${t('inbox.search')} · ${t('messages.searchHint')}`}
        leftSection={<IconSearch size={16} />}
        value={typed}
        maxLength={128}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
      />
      {list.isPending ? (
        <Stack gap={8} aria-label={t('common.loading')} role="status">
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} height={64} />
          ))}
        </Stack>
      ) : list.isError ? (
        <Notice
          title={errorIn(i18n.language, list.error)}
          action={{ label: t('common.retry'), run: () => void list.refetch() }}
        />
      ) : texts.length > 0 ? (
        <InboxList
          texts={texts}
          hasMore={list.hasNextPage && !list.isFetchingNextPage}
          loadMore={() => void list.fetchNextPage()}
        />
      ) : q === '' ? (
        <Notice
          title={t('inbox.empty')}
          action={{
            label: t('inbox.openDevices'),
            run: () => {
              window.location.hash = '#/devices';
            },
          }}
        >
          {t('inbox.emptySay')}
        </Notice>
      ) : (
        <Notice
          title={t('inbox.noneFound')}
          action={{
            label: t('inbox.clear'),
            run: () => {
              setTyped('');
            },
          }}
        />
      )}
    </Stack>
  );
}
