import { threads } from '../state/directory';
import { overlay } from '../state/overlay';
import { myself } from '../state/session';
import { Icon } from './Icon';

export function HomePage() {
  const hasThreads = (threads.value?.length ?? 0) > 0;
  return (
    <div class="page home">
      <h1>Hello, {myself()?.name}</h1>
      <p class="lead">
        {hasThreads ? 'Pick up a thread on the left, or start a new one.' : 'Start a thread, alone or with colleagues. Each of you gets your own answers.'}
      </p>
      <div class="cards">
        <button type="button" class="card-button" onClick={() => (overlay.value = { kind: 'new-thread' })}>
          <Icon name="plus" /><b>New thread</b><span>Ask the agent alone, or bring people in.</span>
        </button>
        <button type="button" class="card-button" onClick={() => (overlay.value = { kind: 'new-room' })}>
          <Icon name="hash" /><b>New room</b><span>A place for a team, with threads of its own.</span>
        </button>
        <a class="card-button" href="/access">
          <Icon name="eye" /><b>What the agent can see as me</b><span>Live, from every source you have.</span>
        </a>
        <a class="card-button" href="/audit">
          <Icon name="list" /><b>Audit</b><span>Who did what, as whom, and whether the record is whole.</span>
        </a>
      </div>
    </div>
  );
}
