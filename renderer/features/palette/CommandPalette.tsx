import { Modal, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useUiStore } from '../../lib/ui-store.ts';
import { matchCommands, type Command } from './commands.ts';
import { useCommands } from './use-commands.ts';
import textStyles from '../../components/text.module.css';
import styles from './CommandPalette.module.css';

interface ChoiceProps {
  readonly command: Command;
  readonly id: string;
  readonly heading: string | null;
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly run: () => void;
}

function Choice({ command, id, heading, isChosen, choose, run }: ChoiceProps) {
  return (
    <>
      {heading === null ? null : (
        <div className={styles.heading} role="presentation">
          {heading}
        </div>
      )}
      <div
        id={id}
        role="option"
        aria-selected={isChosen}
        className={styles.choice}
        ref={(element) => {
          if (isChosen) element?.scrollIntoView({ block: 'nearest' });
        }}
        onMouseMove={choose}
        onClick={run}
      >
        {command.label}
      </div>
    </>
  );
}

/** The field keeps the focus; the arrows move the choice below it. */
function PaletteBody({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = matchCommands(useCommands(), typed);
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    close();
    command.run();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) setAt((at + step + found.length) % found.length);
    else if (event.key === 'Enter') run(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        autoFocus
        data-autofocus
        variant="unstyled"
        size="md"
        className={styles.field}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found[at] === undefined ? undefined : `${listId}-${at}`}
        aria-label={t('palette.label')}
        placeholder={t('palette.say')}
        leftSection={<IconSearch size={17} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div
        id={listId}
        role="listbox"
        aria-label={t('palette.label')}
        className={styles.choices}
        tabIndex={-1}
      >
        {found.map((command, index) => (
          <Choice
            key={command.id}
            id={`${listId}-${index}`}
            command={command}
            heading={command.group === found[index - 1]?.group ? null : command.group}
            isChosen={index === at}
            choose={() => {
              setAt(index);
            }}
            run={() => {
              run(command);
            }}
          />
        ))}
      </div>
      {found.length === 0 ? (
        <Text size="sm" className={textStyles.quiet} p="md" role="status">
          {t('messages.noneFound')}
        </Text>
      ) : null}
    </>
  );
}

/** Every screen and main action by its name: Ctrl K, or ⌘ K. */
export function CommandPalette() {
  const { t } = useTranslation();
  const isOpen = useUiStore((state) => state.isPaletteOpen);
  const openPalette = useUiStore((state) => state.openPalette);
  const close = (): void => {
    openPalette(false);
  };
  return (
    <Modal.Root
      opened={isOpen}
      onClose={close}
      radius="lg"
      size={560}
      yOffset="12vh"
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.label')}>
        <Modal.Body p={0}>
          <PaletteBody close={close} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
