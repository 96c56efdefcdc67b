import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import textStyles from './text.module.css';

/** What stands where a list would be: nothing yet, loading, or an error with its way out. */
export function Notice({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
}) {
  return (
    <Stack align="center" gap={6} py={48} px="md" role="status">
      <Text fw={600}>{title}</Text>
      {children === undefined ? null : (
        <Text size="sm" className={textStyles.quiet} ta="center" maw={460}>
          {children}
        </Text>
      )}
      {action === undefined ? null : (
        <Button variant="default" size="xs" mt={8} onClick={action.run}>
          {action.label}
        </Button>
      )}
    </Stack>
  );
}
