import { describe, expect, it } from 'vitest';
import { matchCommands, type Command } from '../../../../renderer/features/palette/commands.ts';

const command = (label: string, words = ''): Command => ({
  id: label,
  label,
  words,
  group: 'all',
  run: () => undefined,
});
const commands = [
  command('Messages'),
  command('New message', 'send write'),
  command('सन्देशहरू', 'Messages'),
  command('Pause the queue', 'stop'),
];
const labelsFor = (typed: string): readonly string[] =>
  matchCommands(commands, typed).map(({ label }) => label);

describe('matchCommands', () => {
  it.each([
    ['', ['Messages', 'New message', 'सन्देशहरू', 'Pause the queue']],
    ['mes', ['Messages', 'New message', 'सन्देशहरू']],
    ['NEW mes', ['New message']],
    ['mes new', ['New message']],
    ['stop', ['Pause the queue']],
    ['सन्', ['सन्देशहरू']],
    ['essage', []],
  ])('"%s" finds %j', (typed, labels) => {
    expect(labelsFor(typed)).toEqual(labels);
  });
});
