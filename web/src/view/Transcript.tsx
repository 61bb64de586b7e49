import { Fragment } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../api/shapes';
import { notice, noticeFailure } from '../state/notices';
import { route, type Route } from '../state/route';
import type { RunningTurn } from '../state/running';
import { fitting, generalQuestion, isMe, lookForQuestions } from '../state/session';
import { dayName, sameDay } from '../text/time';
import { t } from '../words/say';
import { useConversation } from './context';
import { Icon } from './Icon';
import { LiveTurn } from './LiveTurn';
import { LockedCard } from './LockedCard';
import { OutgoingMessage, PersonMessage } from './PersonMessage';
import { ReplyMessage } from './ReplyMessage';

const nearEnd = 80;
const nearStart = '240px 0px 0px';

export function Transcript() {
  const conversation = useConversation();
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const returns = useRef(false);
  const arrived = useRef<Route | null>(null);
  const before = useRef({ height: 0, first: '' });
  const [away, setAway] = useState(false);
  const messages = conversation.messages.value;
  const running = conversation.running.all.value;
  const outgoing = conversation.outbox.waiting.value;
  // Each click creates a new route object, even to the current address.
  const here = route.value;
  const wanted = here.page === 'thread' ? here.message : undefined;

  const detached = conversation.detached.value;
  const toEnd = (): void => {
    follows.current = true;
    returns.current = true;
    setAway(false);
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    conversation.toNewest().then(() => conversation.seen(), noticeFailure).finally(() => (returns.current = false));
  };
  const scrolled = (): void => {
    const element = box.current;
    if (!element || returns.current) return;
    follows.current = !conversation.detached.value && element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    setAway(!follows.current);
    if (follows.current) conversation.seen();
    if (conversation.detached.value && element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd) conversation.loadNewer().catch(noticeFailure);
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const first = messages[0]?.id ?? '';
    if (before.current.first && first !== before.current.first && !follows.current) element.scrollTop += element.scrollHeight - before.current.height;
    else if (follows.current) element.scrollTop = element.scrollHeight;
    before.current = { height: element.scrollHeight, first };
    if (follows.current) conversation.seen();
  }, [messages, running, outgoing]);
  useEffect(() => {
    // My own message always scrolls to the end.
    if (outgoing.length) toEnd();
  }, [outgoing.length]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const grown = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    if (element.firstElementChild) grown.observe(element.firstElementChild);
    grown.observe(element);
    const back = (): void => {
      if (follows.current) conversation.seen();
    };
    document.addEventListener('visibilitychange', back);
    return () => {
      grown.disconnect();
      document.removeEventListener('visibilitychange', back);
    };
  }, []);
  const older = conversation.older.value;
  const firstShown = messages[0]?.id;
  useEffect(() => {
    const row = box.current?.querySelector('.older');
    if (!row || !box.current) return;
    // The observer is recreated after each page: while the top is near, the next page loads.
    const near = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) conversation.loadOlder().catch(noticeFailure);
      },
      { root: box.current, rootMargin: nearStart },
    );
    near.observe(row);
    return () => near.disconnect();
  }, [older, firstShown]);
  const isLoaded = conversation.thread.value !== null;
  const isThere = messages.some((message) => message.id === wanted);
  useEffect(() => {
    if (!wanted || !isLoaded || isThere) return;
    conversation.reach(wanted).then((reached) => !reached && notice(t('You cannot see that message.')), noticeFailure);
  }, [here, isLoaded]);
  useEffect(() => {
    if (!wanted || !isThere || arrived.current === here) return;
    arrived.current = here;
    follows.current = false;
    const target = document.getElementById(wanted);
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  }, [here, isThere]);

  return (
    <div class="transcript-frame">
      <div
        ref={box}
        class="transcript"
        role="log"
        aria-label={t('Messages')}
        aria-relevant="additions"
        aria-busy={!isLoaded || running.length > 0}
        tabIndex={0}
        onScroll={scrolled}
      >
        <div class="messages">
          {older && (
            <p class="older">
              <button type="button" class="linklike" onClick={() => void conversation.loadOlder()}>
                {t('Load older messages')}
              </button>
            </p>
          )}
          {isLoaded && messages.length === 0 && outgoing.length === 0 && <Empty />}
          {messages.map((message, index) => (
            <Fragment key={message.id}>
              {!sameDay(messages[index - 1]?.at ?? '0', message.at) && <p class="day"><span>{dayName(message.at)}</span></p>}
              {conversation.firstUnread.value === message.id && <p class="new"><span>{t('New')}</span></p>}
              <Entry message={message} before={messages[index - 1]} />
              {running.filter((turn) => asks(message, turn)).map((turn) => <LiveTurn key={turn.id} turn={turn} />)}
            </Fragment>
          ))}
          {outgoing.map((one) => <OutgoingMessage key={one.clientId} outgoing={one} />)}
          {running.filter((turn) => !messages.some((message) => asks(message, turn))).map((turn) => <LiveTurn key={turn.id} turn={turn} />)}
        </div>
      </div>
      <WaitsAbove />
      {(away || detached) && <button type="button" class="to-end" onClick={toEnd}><Icon name="down" />{t('Latest')}</button>}
    </div>
  );
}

const asks = (message: Message, turn: RunningTurn): boolean => message.from === 'person' && message.turnId === turn.id;

/** A link up to my pending confirmation, which is displayed under its question, if newer messages follow. */
function WaitsAbove() {
  const conversation = useConversation();
  const last = conversation.messages.value.at(-1);
  const waits = conversation.running.all.value.find((turn) => isMe(turn.speaker.subject) && turn.waiting.length > 0);
  const question = waits && conversation.messages.value.find((message) => asks(message, waits));
  if (!question || question.id === last?.id) return null;
  const show = (): void => {
    const card = document.querySelector<HTMLElement>('.live .confirmation');
    card?.scrollIntoView({ block: 'center' });
    card?.closest<HTMLElement>('.live')?.focus({ preventScroll: true });
  };
  return <button type="button" class="waits-above" onClick={show}><Icon name="clock" />{t('A change waits for your approval')}</button>;
}

function Entry({ message, before }: { message: Message; before: Message | undefined }) {
  if (message.visibility === 'locked') return <LockedCard message={message} />;
  return message.from === 'person' ? <PersonMessage message={message} before={before} /> : <ReplyMessage message={message} />;
}

function Empty() {
  const conversation = useConversation();
  useEffect(() => void lookForQuestions(), []);
  const prompts = [...fitting.value, generalQuestion()];
  return (
    <div class="empty">
      <h2>{t('Ask the first question')}</h2>
      <p>{t('The agent answers each person from what that person may see.')}</p>
      <div class="prompts">
        {prompts.map((prompt) => (
          <button key={prompt} type="button" class="prompt" onClick={() => void conversation.outbox.say(prompt, true)}>
            {prompt}
          </button>
        ))}
      </div>
    </div>
  );
}
