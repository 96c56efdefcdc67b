import type { ReactNode } from 'react';
import styles from './ToneMark.module.css';

/** Proved, under way, waits for a person, ended badly, nothing to do. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle';

/** A state: a dot and its words, in the size of what it stands in; colour only repeats the words. */
export function ToneMark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`${styles.mark} ${styles[tone]}`}>
      <span className={styles.dot} aria-hidden />
      {children}
    </span>
  );
}
