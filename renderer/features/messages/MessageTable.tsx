import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadedList } from './loaded-list.ts';
import { useListView } from './list-view-store.ts';
import { MessageRow } from './MessageRow.tsx';
import { rowAfterKey } from './row-keys.ts';
import { useSteadyScroll } from './use-steady-scroll.ts';
import surfaces from '../../components/surface.module.css';
import styles from './MessageTable.module.css';

const ROW_HEIGHT = 44;
const HEAD_HEIGHT = 36;
/** The next page is asked for before the end comes into view. */
const AHEAD_ROWS = 40;

interface MessageTableProps {
  readonly list: LoadedList;
  readonly open: (requestId: string) => void;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  /** Begins anew with the newest page. */
  readonly restart: () => void;
}

function NewOnTop({ count, toTop }: { readonly count: number | null; readonly toTop: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      className={styles.toNewest}
      size="compact-sm"
      radius="xl"
      leftSection={<IconArrowUp size={14} />}
      onClick={toTop}
    >
      {count === null ? t('messages.manyNew') : t('messages.countNew', { count })}
    </Button>
  );
}

/** Rows that exist only while they are seen; arrows move, Enter opens; what is read stays where it is. */
export function MessageTable({ list, open, hasMore, loadMore, restart }: MessageTableProps) {
  const { t } = useTranslation();
  const messages = list.items;
  const frame = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [newestRead, setNewestRead] = useState(messages[0]?.request_id);
  const see = useListView((state) => state.see);
  // eslint-disable-next-line react-hooks/incompatible-library -- no React Compiler is used, so nothing is memoised
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => messages[index]?.request_id ?? index,
    scrollPaddingEnd: HEAD_HEIGHT,
    overscan: 12,
  });
  useSteadyScroll(frame, messages, ROW_HEIGHT);
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const isAtTop = (rows.scrollOffset ?? 0) < 1;
  const newest = messages[0]?.request_id;

  useEffect(() => {
    if (hasMore && last >= messages.length - AHEAD_ROWS) loadMore();
  }, [hasMore, last, messages.length, loadMore]);
  useEffect(() => {
    see({ isAtTop, seenIds: messages.slice(first, last + 1).map((message) => message.request_id) });
  }, [see, isAtTop, messages, first, last]);
  if (isAtTop && newestRead !== newest) setNewestRead(newest);
  const newCount = isAtTop
    ? 0
    : Math.max(
        0,
        messages.findIndex(({ request_id: id }) => id === newestRead),
      );

  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset['index'] === undefined) return;
    const pageRows = Math.floor((frame.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1;
    const from = Number(event.target.dataset['index']);
    const index = rowAfterKey(event.key, from, messages.length, pageRows);
    if (index === null) return;
    event.preventDefault();
    rows.scrollToIndex(index);
    const focusRow = (): boolean => {
      const row = frame.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
      row?.focus({ preventScroll: true });
      return row !== null && row !== undefined;
    };
    // A row that is far away is drawn only after the scrolling.
    if (!focusRow()) requestAnimationFrame(() => requestAnimationFrame(focusRow));
  };

  const tabStop = items.some((item) => item.key === focused) ? focused : messages[first]?.request_id;
  return (
    <div className={styles.place}>
      {isAtTop || (newCount === 0 && !list.hasNewerBeyond) ? null : (
        <NewOnTop
          count={list.hasNewerBeyond ? null : newCount}
          toTop={() => {
            frame.current?.scrollTo({ top: 0 });
            if (list.hasNewerBeyond) restart();
          }}
        />
      )}
      <div className={surfaces.list} data-list="messages" ref={frame} onKeyDown={move}>
        <div className={styles.head} aria-hidden>
          <span>{t('messages.status')}</span>
          <span>{t('messages.to')}</span>
          <span>{t('messages.text')}</span>
          <span className={styles.wide}>{t('messages.phone')}</span>
          <span className={`${styles.wide} ${styles.number}`}>{t('messages.parts')}</span>
          <span className={styles.number}>{t('messages.time')}</span>
        </div>
        <div
          role="list"
          aria-label={t('messages.list')}
          style={{ position: 'relative', height: rows.getTotalSize() }}
          onFocus={(event) => {
            setFocused(event.target.dataset['id'] ?? null);
          }}
        >
          {items.map((item) => {
            const message = messages[item.index];
            if (message === undefined) return null;
            return (
              <div key={item.key} role="listitem">
                <MessageRow
                  message={message}
                  index={item.index}
                  top={item.start}
                  isTabStop={message.request_id === tabStop}
                  open={open}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
