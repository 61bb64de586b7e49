import { t } from '../words/say';
import { notice } from './notices';

export const noticeCopied = (copying: Promise<void>): void =>
  void copying.then(
    () => notice(t('Copied.')),
    () => notice(t('The browser did not allow copying.')),
  );

export const copyText = (text: string): void => noticeCopied(navigator.clipboard.writeText(text));
