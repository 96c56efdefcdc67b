import { Button, CopyButton as MantineCopy } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Copies a text and says that it did. */
export function CopyButton({ value, label }: { readonly value: string; readonly label?: string }) {
  const { t } = useTranslation();
  return (
    <MantineCopy value={value} timeout={1600}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" onClick={copy} aria-live="polite">
          {copied ? t('common.copied') : (label ?? t('common.copy'))}
        </Button>
      )}
    </MantineCopy>
  );
}
