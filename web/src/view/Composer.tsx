import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../api/http';
import { drafts } from '../state/drafts';
import { notice } from '../state/notices';
import { isMe } from '../state/session';
import { pastedTable } from '../text/pasted';
import { useConversation } from './context';
import { Icon } from './Icon';

const tallest = 220;
const longest = 8_000;

export function Composer() {
  const conversation = useConversation();
  const [text, setText] = useState(() => drafts.of(conversation.id));
  const [forAgent, setForAgent] = useState(true);
  const field = useRef<HTMLTextAreaElement>(null);
  const mine = conversation.running.mine();
  const thread = conversation.thread.value;
  const others = (thread?.members ?? []).filter((member) => !isMe(member.subject));
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.setProperty('height', 'auto');
    element.style.setProperty('height', `${Math.min(element.scrollHeight, tallest)}px`);
  }, [text]);
  useEffect(() => drafts.keep(conversation.id, text), [text]);
  const say = (): void => {
    const words = text.trim();
    if (!words) return;
    void conversation.outbox.say(words, forAgent);
    setText('');
    field.current?.focus();
  };
  const stop = (): void => {
    if (mine) void conversation.running.stop(mine.id).catch((failure: unknown) => notice(sentence(failure)));
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say();
    } else if (event.key === 'ArrowUp' && !text) {
      const last = conversation.messages.value.findLast((message) => message.from === 'person' && isMe(message.askedBy.subject) && !message.unattended);
      if (last?.text) {
        event.preventDefault();
        setText(last.text);
      }
    } else if (event.key === 'Escape' && !mine) {
      const last = [...document.querySelectorAll<HTMLElement>('[data-message]')].at(-1);
      (last ?? document.getElementById('main'))?.focus();
    }
  };
  const pasted = (event: ClipboardEvent): void => {
    const table = pastedTable(event.clipboardData?.getData('text/html') ?? '', event.clipboardData?.getData('text/plain') ?? '');
    const element = field.current;
    if (!table || !element || element.value.length + table.length > longest) return;
    event.preventDefault();
    const { selectionStart: from, selectionEnd: until, value } = element;
    const before = from > 0 && !value.slice(0, from).endsWith('\n\n') ? '\n\n' : '';
    const after = value.slice(until).startsWith('\n\n') ? '' : '\n\n';
    // Typed by the browser, it can be undone.
    if (!document.execCommand('insertText', false, before + table + after)) {
      element.setRangeText(before + table + after, from, until, 'end');
      setText(element.value);
    }
  };
  useEffect(() => {
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && mine && !document.querySelector('dialog[open]')) stop();
    };
    addEventListener('keydown', escape);
    return () => removeEventListener('keydown', escape);
  }, [mine?.id]);
  const audience = others.length ? `visible to ${others.map((member) => member.name).join(', ')}` : 'visible to you alone';
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); say(); }}>
      <div class="composer-box">
        <label class="unseen" for="composer">{forAgent ? 'Ask the agent' : 'Write to people'}</label>
        <textarea
          ref={field} id="composer" rows={1} maxLength={longest} placeholder={forAgent ? 'Ask the agent…' : 'Write to people…'} value={text} aria-describedby="audience"
          onInput={(event) => setText(event.currentTarget.value)} onKeyDown={pressed} onPaste={pasted}
        />
        <div class="composer-foot">
          {others.length > 0 && (
            <fieldset class="segmented slim">
              <legend class="unseen">Who is this for</legend>
              <label><input type="radio" name="for" checked={forAgent} onChange={() => setForAgent(true)} /><span>Agent</span></label>
              <label><input type="radio" name="for" checked={!forAgent} onChange={() => setForAgent(false)} /><span>People only</span></label>
            </fieldset>
          )}
          <p id="audience" class="audience"><Icon name="eye" /><span>{audience}{forAgent && <span class="runs"> · the answer runs as you</span>}</span></p>
          {mine && !text.trim()
            ? <button type="button" class="send stop-button" aria-label="Stop" title="Stop (Esc)" onClick={stop}><Icon name="stop" /></button>
            : <button type="submit" class="send" aria-label="Send" title="Send (Enter)" disabled={!text.trim()}><Icon name="send" /></button>}
        </div>
      </div>
    </form>
  );
}
