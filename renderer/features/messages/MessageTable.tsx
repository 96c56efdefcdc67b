import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { StateMark } from '../../components/StateMark.tsx';
import type { Message } from '../../lib/console-types.ts';
import { formatShort } from '../../lib/format.ts';

const ROW_HEIGHT = 44;
/** The next page is asked for before the end comes into view. */
const AHEAD_ROWS = 40;

interface MessageTableProps {
  readonly messages: readonly Message[];
  readonly open: (requestId: string) => void;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
}

/** Rows that exist only while they are seen; arrows move, Enter opens. */
export function MessageTable({ messages, open, hasMore, loadMore }: MessageTableProps) {
  const { t, i18n } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- no React Compiler is used, so nothing is memoised
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => messages[index]?.request_id ?? index,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastSeen >= messages.length - AHEAD_ROWS) loadMore();
  }, [hasMore, lastSeen, messages.length, loadMore]);

  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !(event.target instanceof HTMLElement)) return;
    const index = Number(event.target.dataset.index ?? -1) + step;
    if (index < 0 || index >= messages.length) return;
    event.preventDefault();
    rows.scrollToIndex(index);
    requestAnimationFrame(() => {
      frame.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
    });
  };

  const now = new Date();
  return (
    <div className="rd-table" ref={frame} onKeyDown={move}>
      <div className="rd-head" aria-hidden>
        <span>{t('messages.status')}</span>
        <span>{t('messages.to')}</span>
        <span>{t('messages.text')}</span>
        <span className="rd-wide">{t('messages.phone')}</span>
        <span className="rd-wide">{t('messages.parts')}</span>
        <span>{t('messages.time')}</span>
      </div>
      <div
        role="list"
        aria-label={t('messages.list')}
        style={{ position: 'relative', height: rows.getTotalSize() }}
      >
        {items.map((item) => {
          const message = messages[item.index];
          if (message === undefined) return null;
          return (
            <div key={item.key} role="listitem">
              <button
                type="button"
                className="rd-row"
                data-index={item.index}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => {
                  open(message.request_id);
                }}
              >
                <StateMark state={message.status} />
                <span>{message.to}</span>
                <span className="rd-cut">{message.text}</span>
                <span className="rd-cut rd-idle rd-wide">{message.device_name ?? t('common.none')}</span>
                <span className="rd-idle rd-wide">{message.parts}</span>
                <span className="rd-idle">{formatShort(message.created_at, i18n.language, now)}</span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
