import { notice } from './notices';

export const noticeCopied = (copying: Promise<void>): void => void copying.then(() => notice('Copied.'), () => notice('The browser did not allow copying.'));

export const copyText = (text: string): void => noticeCopied(navigator.clipboard.writeText(text));
