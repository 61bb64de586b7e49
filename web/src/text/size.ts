import { t } from '../words/say';
import { perReader } from './reader';

const tenths = perReader((language) => new Intl.NumberFormat(language, { numberingSystem: 'latn', minimumFractionDigits: 1, maximumFractionDigits: 1 }));

/** Formats a size in bytes. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return t('{n} bytes', { n: bytes });
  const kib = bytes / 1024;
  return kib < 1024 ? `${Math.round(kib)} KB` : `${tenths().format(kib / 1024)} MB`;
}
