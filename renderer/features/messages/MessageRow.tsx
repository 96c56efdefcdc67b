import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { StateMark } from '../../components/StateMark.tsx';
import type { Message } from '../../../electron/shared/schemas/message.ts';
import { formatNumber, formatShort } from '../../lib/format.ts';
import textStyles from '../../components/text.module.css';
import styles from './MessageTable.module.css';

interface MessageRowProps {
  readonly message: Message;
  readonly index: number;
  readonly top: number;
  /** Of all rows one alone is reached by Tab; the arrows move between them. */
  readonly isTabStop: boolean;
  readonly open: (requestId: string) => void;
}

/** One message of the list; drawn anew only when it changed or moved. */
export const MessageRow = memo(function MessageRow({
  message,
  index,
  top,
  isTabStop,
  open,
}: MessageRowProps) {
  const { t, i18n } = useTranslation();
  return (
    <button
      type="button"
      className={styles.row}
      data-index={index}
      data-id={message.request_id}
      tabIndex={isTabStop ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => {
        open(message.request_id);
      }}
    >
      <StateMark state={message.status} />
      <span>{message.to}</span>
      <span className={textStyles.cut}>{message.text}</span>
      <span className={`${textStyles.cut} ${textStyles.quiet} ${styles.wide}`}>
        {message.device_name ?? t('common.none')}
      </span>
      <span className={`${textStyles.quiet} ${styles.wide} ${styles.number}`}>
        {formatNumber(message.parts, i18n.language)}
      </span>
      <span className={`${textStyles.quiet} ${styles.number}`}>
        {formatShort(message.created_at, i18n.language, new Date())}
      </span>
    </button>
  );
});
