import { NumberInput } from '@mantine/core';
import { useState } from 'react';

interface NumberFieldProps {
  readonly label: string;
  readonly description?: string;
  /** Null where an empty field means that there is none. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly mayBeEmpty?: boolean;
  readonly error?: string | undefined;
  readonly save: (value: number | null) => void;
}

/** A whole number that is kept when the field is left or Enter is pressed; Escape brings back what was. */
export function NumberField({ value, mayBeEmpty = false, save, ...field }: NumberFieldProps) {
  const [typed, setTyped] = useState<{ readonly of: number | null; readonly text: string | number }>({
    of: value,
    text: value ?? '',
  });
  // Another value came from the gateway: what was typed belongs to the one before.
  const text = typed.of === value ? typed.text : (value ?? '');
  const commit = (): void => {
    const wanted = text === '' ? null : Number(text);
    if (wanted === value) return;
    if (wanted === null ? mayBeEmpty : wanted >= field.min && wanted <= field.max) save(wanted);
    else setTyped({ of: value, text: value ?? '' });
  };
  return (
    <NumberInput
      {...field}
      size="sm"
      maw={240}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      hideControls
      value={text}
      onChange={(next) => {
        setTyped({ of: value, text: next });
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setTyped({ of: value, text: value ?? '' });
      }}
    />
  );
}
