import { IconBroadcast } from '@tabler/icons-react';
import styles from './Brand.module.css';

/** The name with its sign: over the links of the navigation, or alone. */
export function Brand({ isOfNavigation = false }: { readonly isOfNavigation?: boolean }) {
  return (
    <div className={isOfNavigation ? `${styles.brand} ${styles.ofNavigation}` : styles.brand}>
      <IconBroadcast size={22} stroke={2.2} aria-hidden />
      <span>RelayDesk</span>
    </div>
  );
}
