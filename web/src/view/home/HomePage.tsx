import { useEffect, useState } from 'preact/hooks';
import type { Run } from '../../api/automations';
import { listed } from '../../state/arrange';
import { threads } from '../../state/directory';
import { inbox } from '../../state/inbox';
import { overlay } from '../../state/overlay';
import { runPath, runs, woke } from '../../state/runs';
import { myself } from '../../state/session';
import { momentOf } from '../../text/time';
import { Icon } from '../Icon';
import { ThreadRows } from '../ThreadRows';
import { AskBox } from './AskBox';
import { FirstSteps } from './FirstSteps';
import './home.css';

const mostRecent = 6;

/** Where one begins: a question, what waits, and the threads one was in. */
export function HomePage() {
  const count = (inbox.value ?? []).length;
  return (
    <div class="page home">
      <h1>Hello, {myself()?.name}</h1>
      <AskBox />
      <a class="row home-inbox" href="/inbox"><span class="row-mark" aria-hidden="true"><Icon name="inbox" /></span><span class="row-main"><span class="row-name">Inbox</span><span class="row-sub">What waits for you, in one place</span></span>{count > 0 && <span class="count">{Math.min(count, 99)} new</span>}</a>
      <FirstSteps />
      <Waiting />
      <Recent />
      <Begin />
    </div>
  );
}

/** Ways to begin, for who has begun before. */
function Begin() {
  if (!threads.value?.length) return null;
  return (
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
  const recent = listed(threads.value ?? []).slice(0, mostRecent);
  if (recent.length === 0) return null;
  return (
    <section class="group" aria-label="Recent threads">
      <h2 class="group-name">Recent threads</h2>
      <ThreadRows threads={recent} />
      {(threads.value?.length ?? 0) > recent.length && <p class="more-below"><a href="/chats">All chats</a> · <a href="/rooms">All rooms</a></p>}
    </section>
  );
}
