import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ATTEMPT_STATES,
  DEVICE_STATES,
  MESSAGE_STATES,
  QUEUE_STATES,
  STEP_STATES,
} from '../../../../electron/shared/states.ts';
import { en } from '../../../../renderer/locales/en.ts';
import { ne } from '../../../../renderer/locales/ne.ts';

const rendererDir = path.resolve(import.meta.dirname, '../../../../renderer');

/** Every word of a language under its dotted key. */
function wordsOf(value: object, prefix = ''): Map<string, string> {
  const words = new Map<string, string>();
  for (const [name, below] of Object.entries(value)) {
    const key = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof below === 'string') words.set(key, below);
    else for (const [deeper, text] of wordsOf(below as object, key)) words.set(deeper, text);
  }
  return words;
}

const english = wordsOf(en);
const nepali = wordsOf(ne);
const holes = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map(String).sort();

describe('the languages of the screens', () => {
  it('have the same keys, none of them empty', () => {
    expect([...nepali.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...english, ...nepali].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('fill the same values into each sentence', () => {
    for (const [key, text] of english)
      expect([key, holes(nepali.get(key) ?? '')]).toEqual([key, holes(text)]);
  });

  it('have every key that the screens ask for', () => {
    const asked = new Set<string>();
    for (const file of readdirSync(rendererDir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue;
      const source = readFileSync(path.join(rendererDir, file), 'utf8');
      for (const [, key] of source.matchAll(/\bt\('([\w.]+)'/g)) if (key !== undefined) asked.add(key);
    }
    expect(asked.size).toBeGreaterThan(50);
    const missing = [...asked].filter((key) => !english.has(key) && !english.has(`${key}_other`));
    expect(missing).toEqual([]);
  });

  it('have a word for every state', () => {
    const wanted = [
      ...Object.keys(MESSAGE_STATES).flatMap((state) => [`state.${state}`, `stateHint.${state}`]),
      ...Object.keys(ATTEMPT_STATES).map((state) => `outcome.${state}`),
      ...QUEUE_STATES.flatMap((state) => [`queue.${state}`, `queue.say.${state}`]),
      ...Object.keys(DEVICE_STATES).map((state) => `devices.state.${state}`),
      ...STEP_STATES.map((state) => `devices.step.${state}`),
    ];
    expect(wanted.filter((key) => !english.has(key))).toEqual([]);
  });
});
