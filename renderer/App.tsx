import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Shell } from './app-shell/Shell.tsx';
import { Notice } from './components/Notice.tsx';
import { SignInScreen } from './features/sign-in/SignInScreen.tsx';
import { consoleClient } from './lib/console-client.ts';
import type { Session } from './lib/console-types.ts';

/** Signed in or not decides what is shown. */
export function App() {
  const { t } = useTranslation();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => consoleClient.get<Session>('/session', signal),
    retry: 20,
    retryDelay: 500,
  });
  if (session.isPending) {
    return (
      <Center component="main" mih="100vh">
        <Loader aria-label={t('common.loading')} />
      </Center>
    );
  }
  if (session.isError) {
    return (
      <main>
        <Notice
          title={t('common.noAnswer')}
          action={{ label: t('common.retry'), run: () => void session.refetch() }}
        />
      </main>
    );
  }
  if (!session.data.signed_in) return <SignInScreen signedIn={() => void session.refetch()} />;
  return <Shell session={session.data} />;
}
