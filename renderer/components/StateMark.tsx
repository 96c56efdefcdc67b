import { useTranslation } from 'react-i18next';
import type { MessageState } from '../../electron/shared/states.ts';

const TONE: Readonly<Record<MessageState, string>> = {
  scheduled: 'rd-idle',
  queued: 'rd-warn',
  sending: 'rd-busy',
  sent: 'rd-busy',
  delivered: 'rd-good',
  undelivered: 'rd-bad',
  failed: 'rd-bad',
  expired: 'rd-idle',
  cancelled: 'rd-idle',
  unknown: 'rd-warn',
};

/** The state of a message in words; colour only repeats it. */
export function StateMark({ state }: { readonly state: MessageState }) {
  const { t } = useTranslation();
  return (
    <span className={`rd-state ${TONE[state]}`}>
      <span className="rd-dot" aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
