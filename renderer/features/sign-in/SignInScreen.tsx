import { Alert, Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { consoleClient, setHeaderToken } from '../../lib/console-client.ts';

/** The secret in a sign-in link or its hash; null when there is none. */
export function secretOf(text: string): string | null {
  return /#?\/?sign-in\?secret=([A-Za-z0-9_-]{16,128})/.exec(text)?.[1] ?? null;
}

/** Signs the operator in from the link's hash, which leaves the address bar at once. */
export function SignInScreen({ signedIn }: { readonly signedIn: () => void }) {
  const { t } = useTranslation();
  const [isWorking, setWorking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [typed, setTyped] = useState('');
  const tried = useRef(false);

  const signIn = (secret: string): void => {
    setWorking(true);
    consoleClient
      .post<{ header_token: string }>('/sign-in', { secret })
      .then((answer) => {
        setHeaderToken(answer.header_token);
        signedIn();
      })
      .catch(() => {
        setFailed(true);
      })
      .finally(() => {
        setWorking(false);
      });
  };

  useEffect(() => {
    const secret = secretOf(window.location.hash);
    if (secret === null || tried.current) return;
    tried.current = true;
    window.history.replaceState(null, '', window.location.pathname);
    signIn(secret);
  });

  return (
    <Stack align="center" justify="center" mih="100vh" p="md">
      <Paper component="main" withBorder radius="md" p="xl" w={440} maw="100%">
        <Stack gap="sm">
          <Title order={1} size="h3">
            {t('signIn.title')}
          </Title>
          <Text size="sm">{isWorking ? t('signIn.working') : t('signIn.say')}</Text>
          {hasFailed ? (
            <Alert color="red" role="alert">
              {t('signIn.failed')}
            </Alert>
          ) : null}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const secret = secretOf(typed);
              if (secret === null) setFailed(true);
              else signIn(secret);
            }}
          >
            <Stack gap="sm">
              <TextInput
                label={t('signIn.secret')}
                value={typed}
                autoComplete="off"
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                }}
              />
              <Button type="submit" loading={isWorking}>
                {t('signIn.go')}
              </Button>
            </Stack>
          </form>
        </Stack>
      </Paper>
    </Stack>
  );
}
