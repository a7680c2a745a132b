/**
 * Loaded into a service with `--import`: shifts its clock by CLOCK_SHIFT_MILLISECONDS, and later to what its parent sends. Timers
 * are as they were, like those of a host whose clock somebody sets.
 */
let shift = Number(process.env.CLOCK_SHIFT_MILLISECONDS ?? 0);
const now = () => realDate.now() + shift;
const realDate = Date;

globalThis.Date = new Proxy(realDate, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});

process.on('message', (message: { clockShiftMilliseconds: number }) => {
  shift = message.clockShiftMilliseconds;
});
// A service must end as it does without this.
process.channel?.unref();
