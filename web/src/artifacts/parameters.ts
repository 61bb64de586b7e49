import type { Parameter } from './shapes';

export interface DateRange {
  from?: string;
  to?: string;
}

export type ParameterValue = string | DateRange;

/** The values of one viewer, by parameter id. */
export type ParameterValues = Record<string, ParameterValue>;

const prefix = 'p.';
const isDay = (text: string | undefined): text is string => !!text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

function valueIn(text: string, parameter: Parameter): ParameterValue | undefined {
  if (parameter.type === 'choice') return parameter.choices?.includes(text) ? text : undefined;
  const [from, to] = text.split('..');
  const range: DateRange = { ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}) };
  return range.from || range.to ? range : undefined;
}

/** Reads the values from an address, as far as they fit the current parameters. */
export function valuesIn(search: URLSearchParams, parameters: Parameter[]): ParameterValues {
  const values: ParameterValues = {};
  for (const parameter of parameters) {
    const text = search.get(prefix + parameter.id);
    const value = text === null ? undefined : valueIn(text, parameter);
    if (value !== undefined) values[parameter.id] = value;
  }
  return values;
}

/** Returns the address with this value set, or removed if it is undefined. */
export function withValue(search: URLSearchParams, id: string, value: ParameterValue | undefined): string {
  const next = new URLSearchParams(search);
  const text = typeof value === 'string' ? value : value && (value.from || value.to) ? `${value.from ?? ''}..${value.to ?? ''}` : '';
  if (text) next.set(prefix + id, text);
  else next.delete(prefix + id);
  const written = next.toString();
  return written ? `?${written}` : '';
}

/** Returns whether a query uses a parameter. A match in a string or comment only costs one unnecessary run. */
export const uses = (sql: string, { id }: Parameter): boolean => new RegExp(`(^|[^:\\w]):${id}(_from|_to)?(?![\\w])`).test(sql);

/** Returns the values that a query uses. */
export const valuesFor = (sql: string, parameters: Parameter[], values: ParameterValues): ParameterValues =>
  Object.fromEntries(parameters.filter((one) => values[one.id] !== undefined && uses(sql, one)).map((one) => [one.id, values[one.id]!]));

/** Derives a parameter id from a name, in the form that queries use. */
export function idFor(name: string, taken: string[]): string {
  const base = name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+|_+$/g, '').slice(0, 24) || 'value';
  for (let at = 1; ; at++) {
    const id = at === 1 ? base : `${base}_${at}`;
    if (!taken.includes(id)) return id;
  }
}
