import { useRef, useState } from 'preact/hooks';
import type { Message, Reaction } from '../api/shapes';
import { noticeFailure } from '../state/notices';
import { plural, t, type Text } from '../words/say';
import { useConversation } from './context';
import { MessageAct } from './MessageActs';
import { useAway } from './useAway';

const offered: ReadonlyArray<readonly [string, Text]> = [
  ['👍', 'thumbs up'], ['❤️', 'heart'], ['😂', 'laughing'], ['🎉', 'party'], ['😮', 'surprised'], ['😢', 'sad'],
  ['🙏', 'thank you'], ['👀', 'looking'], ['✅', 'done'], ['❌', 'no'], ['🔥', 'fire'], ['🤔', 'thinking'],
];

function namesOf({ names, count, mine }: Reaction): string {
  const others = count - names.length;
  const shown = others > 0 ? plural('{names} and {n} more', '{names} and {n} more', others, { names: names.join(', ') }) : names.join(', ');
  return mine ? t('{shown} (you too)', { shown }) : shown;
}

/** The reactions of a message. The button of an own reaction removes it. */
export function Reactions({ message }: { message: Message }) {
  const conversation = useConversation();
  if (!message.reactions?.length) return null;
  const toggle = (one: Reaction): void => void conversation.react(message.id, one.emoji, !one.mine).catch(noticeFailure);
  return (
    <div class="reactions" role="group" aria-label={t('Reactions')}>
      {message.reactions.map((one) => (
        <button
          key={one.emoji}
          type="button"
          class="reaction"
          aria-pressed={one.mine}
          title={namesOf(one)}
          aria-label={`${one.emoji} ${one.count}: ${namesOf(one)}`}
          onClick={() => toggle(one)}
        >
          <span>{one.emoji}</span> {one.count}
        </button>
      ))}
    </div>
  );
}

/** A button that opens the emoji picker. */
export function ReactAct({ message }: { message: Message }) {
  const conversation = useConversation();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useAway(box, open, () => setOpen(false));
  const close = (): void => {
    setOpen(false);
    box.current?.querySelector('button')?.focus();
  };
  const take = (emoji: string): void => {
    close();
    conversation.react(message.id, emoji, true).catch(noticeFailure);
  };
  return (
    <div ref={box} class="react" onKeyDown={(event) => event.key === 'Escape' && open && (event.stopPropagation(), close())}>
      <MessageAct icon="smile" name={t('React')} expanded={open} onClick={() => setOpen(!open)} />
      {open && (
        <div class="emoji-board" role="group" aria-label={t('Emoji')}>
          {offered.map(([emoji, name]) => (
            <button key={emoji} type="button" class="quiet" aria-label={t(name)} title={t(name)} onClick={() => take(emoji)}>
              {emoji}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
