import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../api/http';
import { longestMessage } from '../api/say';
import type { Message } from '../api/shapes';
import { namedIn } from '../text/mentions';
import { t } from '../words/say';
import { useConversation } from './context';

/** An editor for my own message. Enter saves, Escape cancels. */
export function EditBox({ message, onDone }: { message: Message; onDone: () => void }) {
  const conversation = useConversation();
  const [text, setText] = useState(message.text ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  useLayoutEffect(() => {
    field.current?.style.setProperty('height', 'auto');
    field.current?.style.setProperty('height', `${field.current.scrollHeight + 2}px`);
  }, [text]);
  const save = async (): Promise<void> => {
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      await conversation.edit(message.id, text, namedIn(text, message.mentions ?? []));
      onDone();
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onDone();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <form class="edit-box" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <textarea
        ref={field}
        aria-label={t('Edit your message')}
        maxLength={longestMessage}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <p class="edit-foot">
        <button type="submit" class="button small primary" disabled={busy || !text.trim()}>{t('Save')}</button>
        <button type="button" class="button small" onClick={onDone}>{t('Cancel')}</button>
        <span class="faint">{message.turnId ? t('The agent is not asked again.') : ''}</span>
      </p>
    </form>
  );
}
