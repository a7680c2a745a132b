import { describe, expect, it } from 'vitest';
import { fromLocalInput, toLocalInput, untilOf } from '../../../demo/console/parts/until.js';
import { emptyMute, muteInputOf } from '../../../demo/console/screens/rules/mute-form.js';

/** A Wednesday afternoon here. */
const wednesday = new Date(2026, 2, 18, 15, 30);

describe('a time until which something rests', () => {
  it('counts hours, days and weeks from now', () => {
    expect(untilOf('hour', wednesday)).toEqual(new Date(2026, 2, 18, 16, 30));
    expect(untilOf('fourHours', wednesday)).toEqual(new Date(2026, 2, 18, 19, 30));
    expect(untilOf('week', wednesday)).toEqual(new Date(2026, 2, 25, 15, 30));
    expect(untilOf('month', wednesday)).toEqual(new Date(2026, 3, 17, 15, 30));
  });

  it('ends in the morning of the next day, or of the next Monday', () => {
    expect(untilOf('tomorrow', wednesday)).toEqual(new Date(2026, 2, 19, 8));
    expect(untilOf('monday', wednesday)).toEqual(new Date(2026, 2, 23, 8));
    expect(untilOf('monday', new Date(2026, 2, 22, 23))).toEqual(new Date(2026, 2, 23, 8));
    expect(untilOf('monday', new Date(2026, 2, 23, 7))).toEqual(new Date(2026, 2, 30, 8));
  });

  it('is written as an input writes it, and read again', () => {
    expect(toLocalInput(wednesday)).toBe('2026-03-18T15:30');
    expect(fromLocalInput('2026-03-18T15:30')).toEqual(wednesday);
    expect(fromLocalInput('')).toBeNull();
    expect(fromLocalInput('soon')).toBeNull();
  });
});

describe('the form of a mute', () => {
  it('sends what is filled in', () => {
    const form = { ...emptyMute, clientId: 'c-1', threatName: ' EICAR ', until: 'hour' as const, reason: ' a test ' };
    expect(muteInputOf(form, wednesday)).toEqual({
      clientId: 'c-1',
      threatName: 'EICAR',
      until: new Date(2026, 2, 18, 16, 30).toISOString(),
      reason: 'a test',
    });
  });

  it('takes another time, and leaves it to the graph to refuse none', () => {
    const custom = { ...emptyMute, deviceId: 'd-1', until: 'custom' as const };
    expect(muteInputOf({ ...custom, untilAt: '2026-03-20T09:00' }, wednesday).until).toBe(
      new Date(2026, 2, 20, 9).toISOString(),
    );
    expect(muteInputOf(custom, wednesday).until).toBe(wednesday.toISOString());
  });
});
