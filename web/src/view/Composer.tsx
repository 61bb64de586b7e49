import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { filesAlone } from '../api/files';
import { longestMessage } from '../api/say';
import type { Mention, Person } from '../api/shapes';
import { attachmentsOf } from '../state/attachments';
import { drafts } from '../state/drafts';
import { forWhom } from '../state/forWhom';
import { noticeFailure } from '../state/notices';
import { isMe, myself } from '../state/session';
import { byName, namedIn } from '../text/mentions';
import { plural, t } from '../words/say';
import { AttachButton, Attaching, pasteFiles, useDropped } from './Attaching';
import { useConversation } from './context';
import { Icon } from './Icon';
import { agent, MentionPicker, nameBegun, useNamed } from './MentionPicker';
import { Outsiders } from './Outsiders';
import { pasteTable } from './paste';
import { Quoting } from './Quote';

const tallest = 220;

export function Composer() {
  const conversation = useConversation();
  const [text, setText] = useState(() => drafts.of(conversation.id));
  const [wantsAgent, setWantsAgent] = useState(() => forWhom.isAgent(myself()?.subject ?? '', conversation.id));
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState<Mention[]>([]);
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState<number | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const mine = conversation.running.mine();
  const files = attachmentsOf(conversation.id);
  const dropping = useDropped(files);
  const sendable = files.ready && (!!text.trim() || files.all.value.length > 0);
  const thread = conversation.thread.value;
  const members = thread?.members ?? [];
  const begun = nameBegun(text, caret);
  const offered = useNamed(begun && begun.from !== closed ? begun.name : null, members);
  const others = members.filter((member) => !isMe(member.subject));
  // Alone in a thread, there is nobody else to write to.
  const forAgent = wantsAgent || (!!thread && others.length === 0);
  const setForAgent = (next: boolean): void => {
    setWantsAgent(next);
    forWhom.choose(myself()?.subject ?? '', conversation.id, next);
  };
  const named = namedIn(text, [...chosen, ...byName(others, chosen)]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.setProperty('height', 'auto');
    element.style.setProperty('height', `${Math.min(element.scrollHeight, tallest)}px`);
  }, [text]);
  useEffect(() => drafts.keep(conversation.id, text), [text]);
  const say = (): void => {
    if (!sendable) return;
    const attached = files.take();
    const words = text.trim() || filesAlone;
    const quote = conversation.quotes.quoting.value?.id;
    void conversation.outbox.say(words, forAgent, {
      ...(named.length ? { mentions: named } : {}),
      ...(quote ? { quote } : {}),
      ...(attached.length ? { files: attached } : {}),
    });
    conversation.quotes.next(null);
    setText('');
    setChosen([]);
    field.current?.focus();
  };
  const take = (person: Person): void => {
    if (!begun || !field.current) return;
    const twin = chosen.some((one) => one.as === `@${person.name}` && one.subject !== person.subject);
    const as = twin ? `@${person.name} (${chosen.length + 1})` : `@${person.name}`;
    if (person === agent) setForAgent(true);
    else setChosen([...chosen.filter((one) => one.as !== as), { ...person, as }]);
    field.current.setRangeText(`${as} `, begun.from, caret, 'end');
    setText(field.current.value);
    setCaret(field.current.selectionStart);
    setClosed(begun.from);
  };
  const stop = (): void => {
    if (mine) void conversation.running.stop(mine.id).catch(noticeFailure);
    field.current?.focus();
  };
  const choosing = (event: KeyboardEvent): boolean => {
    if (!offered.length) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setAt((at + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && !event.isComposing) take(offered[Math.min(at, offered.length - 1)]!);
    else if (event.key === 'Escape') setClosed(begun?.from ?? null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const pressed = (event: KeyboardEvent): void => {
    if (choosing(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say();
    } else if (event.key === 'ArrowUp' && !text) {
      const last = conversation.messages.value.findLast((message) => message.from === 'person' && isMe(message.askedBy.subject) && !message.unattended);
      if (last?.text) {
        event.preventDefault();
        setText(last.text);
        setChosen(last.mentions ?? []);
      }
    } else if (event.key === 'Escape' && !mine) {
      const last = [...document.querySelectorAll<HTMLElement>('[data-message]')].at(-1);
      (last ?? document.getElementById('main'))?.focus();
    }
  };
  const pasted = (event: ClipboardEvent): void => {
    if (pasteFiles(event, files)) return;
    if (field.current && pasteTable(event, field.current, longestMessage)) setText(field.current.value);
  };
  useEffect(() => {
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && mine && !document.querySelector('dialog[open]')) stop();
    };
    addEventListener('keydown', escape);
    return () => removeEventListener('keydown', escape);
  }, [mine?.id]);
  const audience = others.length ? t('visible to {names}', { names: others.map((member) => member.name).join(', ') }) : t('visible to you alone');
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); say(); }}>
      <TypingNow />
      <Outsiders named={named} members={members} />
      <div class={dropping ? 'composer-box dropping' : 'composer-box'}>
        <Quoting />
        <Attaching files={files} />
        <label class="unseen" for="composer">{forAgent ? t('Ask the agent') : t('Write to people')}</label>
        <textarea
          ref={field}
          id="composer"
          dir="auto"
          rows={1}
          maxLength={longestMessage}
          placeholder={forAgent ? t('Ask the agent…') : t('Write to people…')}
          value={text}
          aria-describedby="audience"
          aria-autocomplete="list" aria-controls="named" aria-activedescendant={offered.length > 0 ? `named-${Math.min(at, offered.length - 1)}` : undefined}
          onInput={(event) => {
            if (conversation.here.value.length) conversation.types();
            setText(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart);
            setAt(0);
            setClosed(null);
          }}
          onKeyDown={pressed} onPaste={pasted} onBlur={() => setClosed(begun?.from ?? null)}
        />
        <MentionPicker people={offered} at={Math.min(at, offered.length - 1)} members={members} onTake={take} />
        <div class="composer-foot">
          <AttachButton files={files} />
          {others.length > 0 && (
            <fieldset class="segmented slim">
              <legend class="unseen">{t('Who is this for')}</legend>
              <label><input type="radio" name="for" checked={forAgent} onChange={() => setForAgent(true)} /><span>{t('Agent')}</span></label>
              <label><input type="radio" name="for" checked={!forAgent} onChange={() => setForAgent(false)} /><span>{t('People only')}</span></label>
            </fieldset>
          )}
          <p id="audience" class="audience">
            <Icon name="eye" />
            <span>
              {audience}
              {thread?.inSlack && t(', and told in Slack to everybody who reads the thread there')}
              {forAgent && <span class="runs"> · {t('the answer runs as you')}</span>}
            </span>
          </p>
          {mine && !text.trim() && !files.all.value.length ? (
            <button type="button" class="send stop-button" aria-label={t('Stop')} title={t('Stop (Esc)')} onClick={stop}>
              <Icon name="stop" />
            </button>
          ) : (
            <button
              type="submit"
              class="send"
              aria-label={t('Send')}
              title={files.ready ? t('Send (Enter)') : t('Wait for the files, or remove those that cannot be attached')}
              disabled={!sendable}
            >
              <Icon name="send" />
            </button>
          )}
        </div>
      </div>
    </form>
  );
}

function TypingNow() {
  const people = useConversation().typing.people.value;
  if (!people.length) return null;
  return (
    <p class="typing-now">
      {plural('{names} is typing', '{names} are typing', people.length, { names: people.map((person) => person.name).join(', ') })}
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </p>
  );
}
