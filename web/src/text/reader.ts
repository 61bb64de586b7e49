import { signal } from '@preact/signals';

/** The reader's language and time zone. Absent fields mean the browser's default. */
export interface Reader {
  language?: string | undefined;
  timeZone?: string | undefined;
}

export const reader = signal<Reader>({});

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Returns the reader's time zone. */
export const ownZone = (): string => reader.value.timeZone ?? browserZone;

/** Caches a formatter per reader, because construction is slow. Texts that use it update when the reader changes. */
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
