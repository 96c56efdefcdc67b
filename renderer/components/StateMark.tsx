import { useTranslation } from 'react-i18next';
import type { MessageState } from '../../electron/shared/states.ts';
import { ToneMark, type Tone } from './ToneMark.tsx';

const TONE: Readonly<Record<MessageState, Tone>> = {
  scheduled: 'idle',
  queued: 'warn',
  sending: 'busy',
  sent: 'busy',
  delivered: 'good',
  undelivered: 'bad',
  failed: 'bad',
  expired: 'idle',
  cancelled: 'idle',
  unknown: 'warn',
};

/** The state of a message. */
export function StateMark({ state }: { readonly state: MessageState }) {
  const { t } = useTranslation();
  return <ToneMark tone={TONE[state]}>{t(`state.${state}`)}</ToneMark>;
}
