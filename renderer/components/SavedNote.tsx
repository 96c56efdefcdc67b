import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import textStyles from './text.module.css';

/** Says that a change is kept, or why it is not, and takes it back. */
export function SavedNote({
  isSaved,
  error,
  undo,
}: {
  readonly isSaved: boolean;
  readonly error: string | null;
  readonly undo: (() => void) | null;
}) {
  const { t } = useTranslation();
  return (
    <Group gap={8} mih={28} role="status">
      {error === null ? null : (
        <Text size="sm" c="red">
          {t('settings.notSaved', { why: error })}
        </Text>
      )}
      {isSaved ? <Text className={textStyles.label}>{t('settings.saved')}</Text> : null}
      {isSaved && undo !== null ? (
        <Button variant="subtle" size="compact-xs" onClick={undo}>
          {t('settings.undo')}
        </Button>
      ) : null}
    </Group>
  );
}
