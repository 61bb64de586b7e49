import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { german } from './de';
import type { Complete, Forms, Placeholders } from './texts';

type Texts = typeof german;

/** The English texts that are the same however many there are of something. */
type Single = { [English in keyof Texts]: Texts[English] extends string ? English : never }[keyof Texts];
/** Those that are complete without a value. */
export type Text = { [English in Single]: [Placeholders<English>] extends [never] ? English : never }[Single];
/** The English texts about several, such as `{n} rows`. */
type Counted = Exclude<keyof Texts, Single>;

/** Those with exactly this placeholder. */
export type TextWith<Name extends string> = { [English in Single]: [Placeholders<English>, Name] extends [Name, Placeholders<English>] ? English : never }[Single];

type Values<S, V> = [Placeholders<S>] extends [never] ? [] : [values: Record<Placeholders<S>, V>];
type MoreValues<S, V> = [Exclude<Placeholders<S>, 'n'>] extends [never] ? [values?: { n?: V }] : [values: Record<Exclude<Placeholders<S>, 'n'>, V> & { n?: V }];

/** What is said instead of each English text; null while the texts are English. */
export const spoken = signal<{ language: string; texts: Complete<Texts> } | null>(null);

export const languageOfTexts = (): string => spoken.value?.language ?? 'en';

const plurals = new Map<string, Intl.PluralRules>();

function ruleOf(language: string, many: number): Intl.LDMLPluralRule {
  if (!plurals.has(language)) plurals.set(language, new Intl.PluralRules(language));
  return plurals.get(language)!.select(many);
}

const slot = /\{(\w+)\}/;

/** A name without a value stays as it is written. */
const filled = (text: string, values: Record<string, unknown> = {}): string =>
  text.split(slot).map((part, at) => (at % 2 ? String(values[part] ?? `{${part}}`) : part)).join('');

/** Of a text with two meanings, English has a note before the bar: `verb|Open`. */
const english = (text: string): string => text.slice(text.indexOf('|') + 1);

function said(text: string): string {
  const found = spoken.value?.texts[text as Single];
  return typeof found === 'string' ? found : english(text);
}

function formOf(one: string, many: string, count: number): string {
  const now = spoken.value;
  const forms: Forms | string | undefined = now?.texts[many as Counted];
  if (!now || !forms || typeof forms === 'string') return count === 1 ? one : english(many);
  return forms[ruleOf(now.language, count)] ?? forms.other;
}

/** A text in the reader's language. */
export const t = <S extends Single>(text: S, ...[values]: Values<S, string | number>): string => filled(said(text), values);

/** A text about `count` of something; `n` is this number unless it is given in another form. */
export const plural = <S extends Counted>(one: string, many: S, count: number, ...[values]: MoreValues<S, string | number>): string =>
  filled(formOf(one, many, count), { n: count, ...values });

const woven = (text: string, values: Record<string, ComponentChildren>): ComponentChildren[] => text.split(slot).map((part, at) => (at % 2 ? values[part] : part));

/** A text with elements in it. Whatever the values are, they are never read as markup. */
export const rich = <S extends Single>(text: S, ...[values]: Values<S, ComponentChildren>): ComponentChildren => woven(said(text), values ?? {});
