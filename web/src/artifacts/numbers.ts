import { show } from '../text/cells';
import { perReader } from '../text/reader';
import type { Field } from './shapes';

/** The decimal sign of a person, and the sign between thousands if it is a comma or point. */
export interface NumberForm {
  point: string;
  group: string | null;
}

const ownForm = perReader((language): NumberForm => {
  const all = new Intl.NumberFormat(language, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
  const of = (type: string): string | undefined => all.find((part) => part.type === type)?.value;
  return { point: of('decimal') === ',' ? ',' : '.', group: /^[.,]$/.test(of('group') ?? '') ? of('group')! : null };
});

/** A number keeps this many digits exactly. */
const exactDigits = 15;

/** Parses digits with one decimal sign and one sign between thousands. Returns undefined for another form, or for more digits than a number keeps. */
function parsed(text: string, { point, group }: NumberForm): number | undefined {
  const whole = group ? `\\d+|[1-9]\\d{0,2}(?:\\${group}\\d{3})+` : '\\d+';
  const found = new RegExp(`^([+-]?)(${whole})(?:\\${point}(\\d*))?$`).exec(text);
  if (!found) return undefined;
  const [, sign, digits = '', fraction = ''] = found;
  const plain = `${group ? digits.replaceAll(group, '') : digits}.${fraction}`;
  const kept = plain.replace('.', '').replace(/^0+/, '');
  return (fraction ? kept.replace(/0+$/, '') : kept).length > exactDigits ? undefined : Number(`${sign}${plain}0`);
}

/**
 * Reads a number in the person's own form, and in the other one if it cannot be mistaken. A sign before exactly three digits that is neither
 * the person's decimal sign nor their sign between thousands could be both.
 */
export function readNumber(text: string, form: NumberForm = ownForm()): number | undefined {
  const compact = text.replace(/[\s\u00a0\u202f'\u2019]/g, '').replace('\u2212', '-');
  const own = parsed(compact, form);
  if (own !== undefined) return own;
  const other = form.point === '.' ? ',' : '.';
  const isEither = form.group !== other && new RegExp(`^[+-]?[1-9]\\d{0,2}\\${other}\\d{3}$`).test(compact);
  return isEither ? undefined : parsed(compact, { point: other, group: form.point });
}

/** Formats a number in the person's form with all of its digits. An amount with a fraction has at least two decimals. */
export function numberText(value: number, { type }: Pick<Field, 'type'>): string {
  const plain = type === 'money' && /^-?\d+\.\d$/.test(String(value)) ? `${value}0` : String(value);
  return show(plain, { name: '', kind: 'number' });
}
