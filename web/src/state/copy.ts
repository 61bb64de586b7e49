import { notice } from './notices';

export const copyText = (text: string): void => void navigator.clipboard.writeText(text).then(() => notice('Copied.'), () => notice('The browser did not allow copying.'));
