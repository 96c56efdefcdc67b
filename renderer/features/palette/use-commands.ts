import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ROUTES } from '../../app-shell/use-route.ts';
import { callConsole } from '../../lib/console-client.ts';
import { en } from '../../locales/en.ts';
import { chooseLanguage, LANGUAGES } from '../../lib/i18n.ts';
import { useUiStore } from '../../lib/ui-store.ts';
import type { Command } from './commands.ts';

/** The screens and the main actions, in the chosen language; English words find them too. */
export function useCommands(): readonly Command[] {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { setColorScheme } = useMantineColorScheme();
  const compose = useUiStore((state) => state.compose);
  const askSearch = useUiStore((state) => state.askSearch);
  return useMemo(() => {
    const setPaused = (isPaused: boolean) => (): void => {
      // What went wrong shows on the dashboard, which reads the queue anew.
      void callConsole(isPaused ? 'POST /queue/pause' : 'POST /queue/resume', {})
        .catch(() => undefined)
        .then(() => queries.invalidateQueries({ queryKey: ['overview'] }));
    };
    const [go, act, look] = [t('palette.go'), t('palette.act'), t('palette.look')];
    return [
      ...ROUTES.map((route) => ({
        id: `go-${route}`,
        group: go,
        label: t(`nav.${route}`),
        words: en.nav[route],
        run: () => {
          window.location.hash = `#/${route}`;
        },
      })),
      {
        id: 'new',
        group: act,
        label: t('messages.new'),
        words: 'New message send write',
        run: () => {
          compose(true);
        },
      },
      { id: 'search', group: act, label: t('palette.search'), words: 'Search find messages', run: askSearch },
      { id: 'pause', group: act, label: t('palette.pause'), words: 'Pause stop queue', run: setPaused(true) },
      {
        id: 'resume',
        group: act,
        label: t('palette.resume'),
        words: 'Resume start queue',
        run: setPaused(false),
      },
      ...(['light', 'dark', 'auto'] as const).map((name) => ({
        id: `theme-${name}`,
        group: look,
        label: `${t('theme.label')}: ${t(`theme.${name}`)}`,
        words: `Theme ${name}`,
        run: () => {
          setColorScheme(name);
        },
      })),
      ...LANGUAGES.map(({ code, name, english }) => ({
        id: `language-${code}`,
        group: look,
        label: `${t('common.language')}: ${name}`,
        words: `Language ${english}`,
        run: () => {
          chooseLanguage(code);
        },
      })),
    ];
  }, [t, queries, setColorScheme, compose, askSearch]);
}
