import { signal } from '@preact/signals';

/** The reader's language and time zone; absent fields mean the browser's. */
export interface Reader {
  language?: string | undefined;
  timeZone?: string | undefined;
}

export const reader = signal<Reader>({});

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The time zone of the reader's clock. */
export const ownZone = (): string => reader.value.timeZone ?? browserZone;

/** A formatter per reader: making one is slow. What is written with it is written anew when the reader changes. */
export function perReader<F>(make: (language: string | undefined, timeZone: string) => F): () => F {
  let of: Reader | undefined;
  let made: F | undefined;
  return () => {
    if (made === undefined || of !== reader.value) {
      of = reader.value;
      made = make(of.language, ownZone());
    }
    return made;
  };
}
