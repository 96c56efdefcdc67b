import { Anchor, Badge, Group, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboundMessage } from '../../../electron/shared/schemas/inbound-message.ts';
import { formatShort } from '../../lib/format.ts';
import { useUiStore } from '../../lib/ui-store.ts';
import textStyles from '../../components/text.module.css';
import surfaces from '../../components/surface.module.css';
import styles from './InboxList.module.css';

/** Before it is measured a text counts as one line. */
const GUESSED_HEIGHT = 76;
/** The next page is asked for before the end comes into view. */
const AHEAD_ROWS = 30;

function InboundText({ text, now }: { readonly text: InboundMessage; readonly now: Date }) {
  const { t, i18n } = useTranslation();
  const openDrawer = useUiStore((state) => state.openDrawer);
  const { request_id: requestId } = text;
  return (
    <>
      <Group gap={10} justify="space-between">
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {text.from}
          </Text>
          <Text className={textStyles.label}>
            {t('inbox.place', { device: text.device_name, sim: text.sim })}
          </Text>
          {text.mode === 'test' ? (
            <Badge variant="default" size="sm">
              {t('common.demo')}
            </Badge>
          ) : null}
        </Group>
        <Text className={textStyles.label}>{formatShort(text.received_at, i18n.language, now)}</Text>
      </Group>
      <p className={styles.body}>{text.text}</p>
      {requestId === null ? null : (
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => {
            openDrawer(requestId);
          }}
        >
          {t('inbox.answers')}
        </Anchor>
      )}
    </>
  );
}

interface InboxListProps {
  readonly texts: readonly InboundMessage[];
  readonly hasMore: boolean;
  readonly loadMore: () => void;
}

/** Received texts in full; only those in view exist. */
export function InboxList({ texts, hasMore, loadMore }: InboxListProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- no React Compiler is used, so nothing is memoised
  const rows = useVirtualizer({
    count: texts.length,
    getScrollElement: () => frame.current,
    estimateSize: () => GUESSED_HEIGHT,
    getItemKey: (index) => texts[index]?.id ?? index,
    overscan: 8,
  });
  const items = rows.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastSeen >= texts.length - AHEAD_ROWS) loadMore();
  }, [hasMore, lastSeen, texts.length, loadMore]);
  const now = new Date();
  return (
    // What scrolls takes the focus, so that the keyboard scrolls it also where no text in it has a link.
    <div className={surfaces.list} ref={frame} tabIndex={0} role="region" aria-label={t('inbox.list')}>
      <div
        role="list"
        aria-label={t('inbox.list')}
        style={{ position: 'relative', height: rows.getTotalSize() }}
      >
        {items.map((item) => {
          const text = texts[item.index];
          if (text === undefined) return null;
          return (
            <div
              key={item.key}
              role="listitem"
              className={styles.item}
              data-index={item.index}
              ref={rows.measureElement}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <InboundText text={text} now={now} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
