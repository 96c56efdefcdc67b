import { Alert, Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/CopyButton.tsx';
import { callConsole, ConsoleError, setHeaderToken } from '../../lib/console-client.ts';
import { secretOf } from './sign-in-link.ts';
import { Brand } from '../../components/Brand.tsx';
import textStyles from '../../components/text.module.css';
import styles from './SignInScreen.module.css';

type Progress = 'idle' | 'working' | 'refused' | 'not_a_link' | 'no_answer';

/** Tries the link of the address bar, also one that is opened later in this tab; the link leaves the bar at once. */
function useLinkOfAddress(signIn: (secret: string) => void): void {
  const tried = useRef<string | null>(null);
  useEffect(() => {
    const look = (): void => {
      const secret = secretOf(window.location.hash);
      if (secret === null || tried.current === secret) return;
      tried.current = secret;
      window.history.replaceState(null, '', window.location.pathname);
      signIn(secret);
    };
    look();
    window.addEventListener('hashchange', look);
    return () => {
      window.removeEventListener('hashchange', look);
    };
  }, [signIn]);
}

function WhereTheLinkIs({ file }: { readonly file: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} align="flex-start">
      <Text size="sm">{t('signIn.say')}</Text>
      <code className={styles.place}>{file}</code>
      <CopyButton value={file} label={t('signIn.copyPlace')} />
      <Text size="sm" className={textStyles.quiet}>
        {t('signIn.eachOnce')}
      </Text>
    </Stack>
  );
}

/** Signs the operator in, first or again; `isOver` when this page was signed in before. */
export function SignInScreen({
  isOver,
  linkFile,
  signedIn,
}: {
  readonly isOver: boolean;
  /** The file of the newest link, as the gateway names it; null where a desktop serves the screens. */
  readonly linkFile: string | null;
  readonly signedIn: () => void;
}) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState<Progress>('idle');
  const [typed, setTyped] = useState('');
  const signIn = useCallback(
    (secret: string): void => {
      setProgress('working');
      callConsole('POST /sign-in', { body: { secret } })
        .then((answer) => {
          setHeaderToken(answer.header_token);
          signedIn();
        })
        .catch((error: unknown) => {
          const isRefused = error instanceof ConsoleError && error.status === 401;
          setProgress(isRefused ? 'refused' : 'no_answer');
        });
    },
    [signedIn],
  );
  useLinkOfAddress(signIn);
  return (
    <Stack component="main" align="center" justify="center" mih="100vh" p="md">
      <Paper withBorder radius="lg" p="xl" w={480} maw="100%" shadow="sm">
        <Stack gap="md">
          <Brand />
          <Title order={1} size="h3">
            {isOver ? t('signIn.titleOver') : t('signIn.title')}
          </Title>
          {isOver ? <Text size="sm">{t('signIn.over')}</Text> : null}
          {linkFile === null ? null : <WhereTheLinkIs file={linkFile} />}
          {progress === 'idle' || progress === 'working' ? null : (
            <Alert color="red" role="alert">
              {t(`signIn.${progress}`)}
            </Alert>
          )}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const secret = secretOf(typed);
              if (secret === null) setProgress('not_a_link');
              else signIn(secret);
            }}
          >
            <Stack gap="sm">
              <TextInput
                label={t('signIn.secret')}
                placeholder="http://127.0.0.1:8642/#/sign-in?secret=…"
                value={typed}
                autoComplete="off"
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                }}
              />
              <Button type="submit" loading={progress === 'working'} disabled={typed.trim() === ''}>
                {progress === 'working' ? t('signIn.working') : t('signIn.go')}
              </Button>
            </Stack>
          </form>
        </Stack>
      </Paper>
    </Stack>
  );
}
