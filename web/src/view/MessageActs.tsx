import type { ComponentChildren } from 'preact';
import { copyText } from '../state/copy';
import { t } from '../words/say';
import { Icon, type IconName } from './Icon';

interface Props {
  of: string;
  open?: boolean;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ComponentChildren;
}

/** The actions of a message, displayed on hover or focus. */
export function MessageActs({ of, open, onKeyDown, children }: Props) {
  return <div class={open ? 'message-acts open' : 'message-acts'} role="group" aria-label={t('Actions on {of}', { of })} onKeyDown={onKeyDown}>{children}</div>;
}

export function MessageAct({ icon, name, onClick, expanded }: { icon: IconName; name: string; onClick: () => void; expanded?: boolean }) {
  return <button type="button" class="quiet icon-only" aria-label={name} title={name} aria-expanded={expanded} onClick={onClick}><Icon name={icon} /></button>;
}

export const CopyAct = ({ text }: { text: string }) => <MessageAct icon="copy" name={t('Copy text')} onClick={() => copyText(text)} />;
