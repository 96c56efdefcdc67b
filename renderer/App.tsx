import { Center, Loader } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Shell } from './app-shell/Shell.tsx';
import { Notice } from './components/Notice.tsx';
import { SignInScreen } from './features/sign-in/SignInScreen.tsx';
import { callConsole, listenForSignedOut } from './lib/console-client.ts';

/** The window has no sign-in of its own: it asks until its gateway knows it. */
const WINDOW_ASKS_EVERY_MS = 1_000;

function Waiting() {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="100vh">
      <Loader aria-label={t('common.loading')} />
    </Center>
  );
}

/** Signed in or not decides what is shown. */
export function App() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [wasSignedIn, setWasSignedIn] = useState(false);
  const session = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => callConsole('GET /session', { signal }),
    retry: 20,
    retryDelay: 500,
    refetchInterval: ({ state: { data } }) =>
      data?.door === 'desktop' && !data.signed_in ? WINDOW_ASKS_EVERY_MS : false,
  });
  useEffect(
    () =>
      listenForSignedOut(() => {
        void queries.invalidateQueries({ queryKey: ['session'] });
      }),
    [queries],
  );
  if (session.data?.signed_in === true && !wasSignedIn) setWasSignedIn(true);
  // A session that could not be asked for again is still the last one known; the live connection says what is wrong.
  if (session.data === undefined) {
    if (session.isPending) return <Waiting />;
    return (
      <main>
        <Notice
          title={t('common.noAnswer')}
          action={{ label: t('common.retry'), run: () => void session.refetch() }}
        />
      </main>
    );
  }
  if (session.data.signed_in) return <Shell session={session.data} />;
  if (session.data.door === 'desktop') return <Waiting />;
  return (
    <SignInScreen
      isOver={wasSignedIn}
      linkFile={session.data.sign_in_link_file}
      signedIn={() => void session.refetch()}
    />
  );
}
