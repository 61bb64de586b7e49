import { plural, t } from '../words/say';
import { perReader } from './reader';

const clocked = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const clock = perReader((language, timeZone) => new Intl.DateTimeFormat(language, { ...clocked, timeZone }));
const weekday = perReader((language, timeZone) => new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone }));
const whole = perReader((language, timeZone) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23', timeZone }));
export const moment = perReader(
  (language, timeZone) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone }),
);
const date = perReader((language, timeZone) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone }));
const short = perReader((language, timeZone) => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone }));
const calendar = perReader((_, timeZone) => new Intl.DateTimeFormat('en-CA', { timeZone }));
const zoned = perReader(
  (language) => (timeZone: string) =>
    new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', ...clocked, timeZone }),
);

/** Returns the day in the reader's time zone as a number of days. */
const dayOf = (time: Date): number => Date.parse(calendar().format(time)) / 86_400_000;

export const clockTime = (at: string): string => clock().format(new Date(at));

export const wholeTime = (at: string): string => whole().format(new Date(at));

/** Formats a time without seconds. */
export const momentOf = (at: string): string => moment().format(new Date(at));

export const dateOf = (at: string): string => date().format(new Date(at));

/** Formats a time without seconds in the given time zone. */
export const momentIn = (at: string, timeZone: string): string => zoned()(timeZone).format(new Date(at));

/** Returns the short name of a time zone: `Europe/Berlin` is Berlin. */
export const zoneName = (timeZone: string): string => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');

export const sameDay = (a: string, b: string): boolean => dayOf(new Date(a)) === dayOf(new Date(b));

export function dayName(at: string): string {
  const days = dayOf(new Date()) - dayOf(new Date(at));
  return days === 0 ? t('Today') : days === 1 ? t('Yesterday') : weekday().format(new Date(at));
}

/** Formats a time for a list: the time today, the date before. */
export const listTime = (at: string): string => (sameDay(at, new Date().toISOString()) ? clockTime(at) : short().format(new Date(at)));

export function countdown(until: string, now: number): string {
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const minutes = Math.floor(left / 60);
  if (minutes >= 48 * 60) return plural('{n} day', '{n} days', Math.floor(minutes / 1440));
  if (minutes >= 60) return t('{hours} h {minutes} min', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return `${minutes}:${String(left % 60).padStart(2, '0')}`;
}
