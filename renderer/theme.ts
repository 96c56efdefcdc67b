import { Alert, createTheme, Switch } from '@mantine/core';
import styles from './theme.module.css';

/** What Mantine's components look like here; colours and sizes of our own are in `styles/tokens.css`. */
export const theme = createTheme({
  primaryColor: 'indigo',
  // Dark enough for white words on it.
  primaryShade: 8,
  defaultRadius: 'md',
  autoContrast: true,
  respectReducedMotion: true,
  // The system's own face; Devanagari comes with the app, because not every system has it.
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Devanagari', sans-serif",
  components: {
    Alert: Alert.extend({ classNames: { root: styles.alert, label: styles.alertLabel } }),
    Switch: Switch.extend({ classNames: { description: styles.switchDescription } }),
  },
});
