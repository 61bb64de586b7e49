import { useEffect, useState } from 'preact/hooks';
import type { Run } from '../api/automations';
import { sentence } from '../api/http';
import { sayIn } from '../api/say';
import { openThread, rooms, threads, titleOf } from '../state/directory';
import { overlay } from '../state/overlay';
import { go, threadPath } from '../state/route';
import { runPath, runs, woke } from '../state/runs';
import { fitting, isMe, myself, plannerAnswers } from '../state/session';
import { listTime, momentOf } from '../text/time';
import { Avatar } from './Avatar';
import { Icon } from './Icon';

const mostRecent = 6;
const longest = 8_000;

/** Where one begins: a question, what waits, and the threads one was in. */
export function HomePage() {
  return (
    <div class="page home">
      <h1>Hello, {myself()?.name}</h1>
      <AskBox />
      <Waiting />
      <Recent />
      <div class="cards">
        <button type="button" class="card-button" onClick={() => (overlay.value = { kind: 'new-thread' })}>
          <Icon name="plus" /><b>New thread</b><span>Bring people in. Each of you gets your own answers.</span>
        </button>
        <button type="button" class="card-button" onClick={() => (overlay.value = { kind: 'new-room' })}>
          <Icon name="hash" /><b>New room</b><span>A place for a team, with threads of its own.</span>
        </button>
        <a class="card-button" href="/automations/new">
          <Icon name="clock" /><b>New automation</b><span>Let the agent do it every Monday, as you.</span>
        </a>
        <a class="card-button" href="/access">
          <Icon name="eye" /><b>What the agent can see as me</b><span>Live, from every source you have.</span>
        </a>
      </div>
    </div>
  );
}

/** A question that begins a thread of my own. */
function AskBox() {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (question: string): Promise<void> => {
    if (!question.trim() || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const thread = await openThread({});
      await sayIn(thread.id, question.trim(), crypto.randomUUID(), true);
      go(threadPath(thread.id));
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  const prompts = [...fitting.value, 'What data can you see for me?'];
  return (
    <form class="ask-box" onSubmit={(event) => { event.preventDefault(); void ask(text); }}>
      <div class="ask-line">
        <label class="unseen" for="home-ask">Ask in a thread of your own</label>
        <input id="home-ask" maxLength={longest} autoComplete="off" placeholder="Ask the agent in a thread of your own…" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" class="send" aria-label="Ask" disabled={busy || !text.trim()}><Icon name="send" /></button>
      </div>
      <div class="prompts">{prompts.map((prompt) => <button key={prompt} type="button" class="prompt" disabled={busy} onClick={() => void ask(prompt)}>{prompt}</button>)}</div>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      {plannerAnswers.value && (
        <p class="hint planner-note">The demo planner answers with a fixed grammar, without a language model. To use a model, set <code>OPENAI_BASE_URL</code>, <code>OPENAI_API_KEY</code> and <code>MODEL</code>, and restart the app.</p>
      )}
    </form>
  );
}

/** Runs of mine that cannot go on without me. */
function Waiting() {
  const [waiting, setWaiting] = useState<Run[]>([]);
  useEffect(() => {
    // The page of all runs says it when they cannot be told; here nothing is missing without them.
    runs.list({ status: 'waiting', limit: '5' }).then((found) => setWaiting(found.items), () => setWaiting([]));
  }, []);
  if (waiting.length === 0) return null;
  return (
    <section class="group" aria-label="Waits for you">
      <h2 class="group-name">Waits for you</h2>
      <ul class="rows">
        {waiting.map((run) => (
          <li key={run.id}>
            <a class="row" href={runPath(run.id)}>
              <span class="row-mark" aria-hidden="true"><Icon name="shield" /></span>
              <span class="row-main"><span class="row-name">{run.waitingFor?.card.title ?? run.title}</span><span class="row-sub">{run.title} · {woke(run)}</span></span>
              <span class="row-side"><span class="tag warn">waits for you</span><span class="row-sub">{momentOf(run.startedAt)}</span></span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Recent() {
  const recent = (threads.value ?? []).slice(0, mostRecent);
  if (recent.length === 0) return null;
  return (
    <section class="group" aria-label="Recent threads">
      <h2 class="group-name">Recent threads</h2>
      <ul class="rows">
        {recent.map((thread) => {
          const others = thread.members.filter((member) => !isMe(member.subject));
          const room = rooms.value.find((one) => one.id === thread.roomId);
          return (
            <li key={thread.id}>
              <a class="row" href={threadPath(thread.id)}>
                <span class="row-mark" aria-hidden="true"><Icon name={room ? 'hash' : 'people'} /></span>
                <span class="row-main"><span class="row-name">{titleOf(thread)}</span><span class="row-sub">{room ? `${room.name} · ` : ''}{others.length ? `with ${others.map((one) => one.name).join(', ')}` : 'alone'}</span></span>
                <span class="row-faces" aria-hidden="true">{others.slice(0, 4).map((one) => <Avatar key={one.subject} person={one} small />)}</span>
                <span class="row-side">{thread.unread > 0 ? <span class="count">{Math.min(thread.unread, 99)} new</span> : <span class="row-sub">{listTime(thread.lastAt)}</span>}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
