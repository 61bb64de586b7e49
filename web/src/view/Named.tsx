import { useContext } from 'preact/hooks';
import type { Mention } from '../api/shapes';
import { isMe } from '../state/session';
import { ConversationContext } from './context';

/** A mention in a text, with the person's current name. */
export function Named({ mention }: { mention: Mention }) {
  const members = useContext(ConversationContext)?.thread.value?.members ?? [];
  const name = members.find((member) => member.subject === mention.subject)?.name ?? mention.name;
  return <span class={isMe(mention.subject) ? 'named me' : 'named'}>@{name}</span>;
}
