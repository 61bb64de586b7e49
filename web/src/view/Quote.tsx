import { useEffect } from 'preact/hooks';
import type { Message } from '../api/shapes';
import { threadPath } from '../state/route';
import { t } from '../words/say';
import { useConversation } from './context';
import { Icon } from './Icon';

const longest = 160;

/** Returns an excerpt of a message in the form that the viewer may see. */
function excerptOf(message: Message | null): string {
  if (!message) return t('A message you cannot see');
  if (message.deleted) return t('Message deleted by its author');
  if (message.visibility === 'locked') return t('An answer that is locked for you');
  const words = (message.text ?? '').replace(/\s+/g, ' ').trim();
  return words.length > longest ? `${words.slice(0, longest).trimEnd()}…` : words;
}

const nameOfSpeaker = (message: Message): string => (message.from === 'agent' ? t('Answer to {name}', { name: message.askedBy.name }) : message.askedBy.name);

/** The quoted message above the quoting one, with a link to it. */
export function Quote({ id }: { id: string }) {
  const conversation = useConversation();
  const shown = conversation.messages.value.find((message) => message.id === id);
  const fetched = conversation.quotes.quoted.value[id];
  useEffect(() => {
    if (!shown && fetched === undefined) void conversation.quotes.fetch(id);
  }, [id, !shown && fetched === undefined]);
  const message = shown ?? fetched;
  if (message === undefined) return <p class="quoted faint">…</p>;
  if (message === null) return <p class="quoted faint">{excerptOf(null)}</p>;
  return (
    <p class="quoted">
      <a href={`${threadPath(conversation.id)}#${id}`}><b>{nameOfSpeaker(message)}</b> <span>{excerptOf(message)}</span></a>
    </p>
  );
}

/** The quote of the draft, displayed above the composer. */
export function Quoting() {
  const conversation = useConversation();
  const message = conversation.quotes.quoting.value;
  if (!message) return null;
  return (
    <p class="quoted quoting">
      <span><b>{nameOfSpeaker(message)}</b> {excerptOf(message)}</span>
      <button
        type="button"
        class="quiet icon-only"
        aria-label={t('Remove the quote')}
        title={t('Remove the quote')}
        onClick={() => conversation.quotes.next(null)}
      >
        <Icon name="close" />
      </button>
    </p>
  );
}
