import { describe, expect, it } from 'vitest';
import { SendWindow } from '../../../../../electron/gateway/relay/send-window.ts';

function setup() {
  const window = new SendWindow(2);
  let drains = 0;
  window.onDrain(() => (drains += 1));
  return { window, drains: () => drains };
}

describe('SendWindow', () => {
  it('is full at its limit, and counts an attempt once', () => {
    const { window } = setup();
    window.open('att_1');
    window.open('att_1');
    expect(window.isFull()).toBe(false);
    window.open('att_2');
    expect(window.isFull()).toBe(true);
    expect(window.unanswered).toBe(2);
  });

  it('tells of room once, and only when there is room where there was none', () => {
    const { window, drains } = setup();
    window.open('att_1');
    window.answer('att_1');
    window.drained();
    expect(drains()).toBe(0);
    window.open('att_1');
    window.open('att_2');
    window.expectRoom();
    window.answer('att_9');
    window.drained();
    expect(drains()).toBe(0);
    window.answer('att_1');
    window.drained();
    window.drained();
    expect(drains()).toBe(1);
  });

  it('tells whoever filled it of room, without having refused anything', () => {
    const { window, drains } = setup();
    window.open('att_1');
    window.open('att_2');
    window.answer('att_1');
    window.drained();
    expect(drains()).toBe(1);
  });
});
