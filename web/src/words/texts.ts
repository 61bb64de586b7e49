/** The placeholders of a text: `name` of `Remove {name}`. */
export type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;

/** The plural forms: one for each `Intl.PluralRules` category of the language. */
export type Forms = { readonly other: string } & { readonly [rule in Intl.LDMLPluralRule]?: string };

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

type Fitting<English, Said> = Said extends string
  ? Same<Placeholders<English>, Placeholders<Said>> extends true
    ? Said
    : `has other placeholders than: ${English & string}`
  : {
      [Form in keyof Said]: Same<Exclude<Placeholders<English>, 'n'>, Exclude<Placeholders<Said[Form]>, 'n'>> extends true
        ? Said[Form]
        : `has other placeholders than: ${English & string}`;
    };

/**
 * An area of a language's catalogue: each English text with its translation. A translation with other placeholders does not compile. The key
 * of a text with plural forms is its English form for many.
 */
export const texts = <const T extends Record<string, string | Forms>>(all: T & { [English in keyof T]: Fitting<English, T[English]> }): T => all;

/** The catalogue type of a language: the same texts and plural texts as English. */
export type Complete<T> = { [English in keyof T]: T[English] extends string ? string : Forms };
