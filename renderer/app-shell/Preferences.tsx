import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGES } from '../lib/i18n.ts';
import styles from './Preferences.module.css';

const THEMES = [
  { name: 'light', icon: IconSun },
  { name: 'dark', icon: IconMoon },
  { name: 'auto', icon: IconDeviceDesktop },
] as const satisfies readonly { readonly name: MantineColorScheme; readonly icon: typeof IconSun }[];

/** Light, dark, or as the system has it; remembered in this browser. */
function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chosen = THEMES.find(({ name }) => name === colorScheme) ?? THEMES[2];
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('theme.label')}>
          <chosen.icon size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('theme.label')}>
        <Menu.RadioGroup value={chosen.name}>
          {THEMES.map(({ name, icon: Icon }) => (
            <Menu.RadioItem
              key={name}
              value={name}
              closeMenuOnClick
              rightSection={<Icon size={15} aria-hidden />}
              onChange={() => {
                setColorScheme(name);
              }}
            >
              {t(`theme.${name}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={t('common.language')}>
          <IconLanguage size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('common.language')}>
        <Menu.RadioGroup value={i18n.language}>
          {LANGUAGES.map(({ code, name }) => (
            <Menu.RadioItem
              key={code}
              value={code}
              lang={code}
              closeMenuOnClick
              onChange={() => {
                chooseLanguage(code);
              }}
            >
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What each person sets for this browser: language and theme. */
export function Preferences() {
  return (
    <div className={styles.preferences}>
      <LanguageMenu />
      <ThemeMenu />
    </div>
  );
}
