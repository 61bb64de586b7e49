const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** The time zone of the reader's clock. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

const dayOf = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();

export const clockTime = (at: string): string => clock.format(new Date(at));

export const wholeTime = (at: string): string => whole.format(new Date(at));

/** A time a person plans with: no seconds. */
export const momentOf = (at: string): string => moment.format(new Date(at));

/** The same as a clock in that zone shows it. */
export const momentIn = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(at));

export const sameDay = (a: string, b: string): boolean => dayOf(new Date(a)) === dayOf(new Date(b));

export function dayName(at: string): string {
  const days = Math.round((dayOf(new Date()) - dayOf(new Date(at))) / 86_400_000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : weekday.format(new Date(at));
}

/** A time in a list: the clock today, the date before. */
export const listTime = (at: string): string => (sameDay(at, new Date().toISOString()) ? clockTime(at) : short.format(new Date(at)));

export function countdown(until: string, now: number): string {
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const minutes = Math.floor(left / 60);
  if (minutes >= 48 * 60) return `${Math.floor(minutes / 1440)} days`;
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${minutes}:${String(left % 60).padStart(2, '0')}`;
}
