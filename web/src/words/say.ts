import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { german } from './de';
import type { artifacts } from './de/artifacts';
import type { Complete, Forms, Placeholders } from './texts';

type Texts = typeof german & typeof artifacts;

/** The texts of a language. Those of artifacts are absent until a page shows artifacts. */
export type Catalogue = Complete<typeof german> & Partial<Complete<typeof artifacts>>;

/** The English texts without plural forms. */
type Single = { [English in keyof Texts]: Texts[English] extends string ? English : never }[keyof Texts];
/** The texts without placeholders. */
export type Text = { [English in Single]: [Placeholders<English>] extends [never] ? English : never }[Single];
/** The English texts with plural forms, such as `{n} rows`. */
type Counted = Exclude<keyof Texts, Single>;

/** The texts with exactly this placeholder. */
export type TextWith<Name extends string> = {
  [English in Single]: [Placeholders<English>, Name] extends [Name, Placeholders<English>] ? English : never;
}[Single];

type Values<S, V> = [Placeholders<S>] extends [never] ? [] : [values: Record<Placeholders<S>, V>];
type MoreValues<S, V> = [Exclude<Placeholders<S>, 'n'>] extends [never] ? [values?: { n?: V }] : [values: Record<Exclude<Placeholders<S>, 'n'>, V> & { n?: V }];

/** The translation of each English text. Null while the language is English. */
export const spoken = signal<{ language: string; texts: Catalogue } | null>(null);

export const languageOfTexts = (): string => spoken.value?.language ?? 'en';

const plurals = new Map<string, Intl.PluralRules>();

function ruleOf(language: string, many: number): Intl.LDMLPluralRule {
  if (!plurals.has(language)) plurals.set(language, new Intl.PluralRules(language));
  return plurals.get(language)!.select(many);
}

const slot = /\{(\w+)\}/;

/** Fills placeholders. One without a value is unchanged. */
const filled = (text: string, values: Record<string, unknown> = {}): string =>
  text.split(slot).map((part, at) => (at % 2 ? String(values[part] ?? `{${part}}`) : part)).join('');

/** Removes the context note before the bar in an ambiguous English text: `verb|Open`. */
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

/** Returns a text in the reader's language. */
export const t = <S extends Single>(text: S, ...[values]: Values<S, string | number>): string => filled(said(text), values);

/** Returns the plural form for `count`. `n` is this number unless it is given. */
export const plural = <S extends Counted>(one: string, many: S, count: number, ...[values]: MoreValues<S, string | number>): string =>
  filled(formOf(one, many, count), { n: count, ...values });

const woven = (text: string, values: Record<string, ComponentChildren>): ComponentChildren[] =>
  text.split(slot).map((part, at) => (at % 2 ? values[part] : part));

/** Returns a text with elements as values. Values are never parsed as markup. */
export const rich = <S extends Single>(text: S, ...[values]: Values<S, ComponentChildren>): ComponentChildren => woven(said(text), values ?? {});
