import type { Found } from '../../api/search';
import { artifactPath } from '../../artifacts/api';
import { threads, titleOf } from '../../state/directory';
import { roomPath, threadPath } from '../../state/route';
import { isMe } from '../../state/session';
import { pagePath } from '../../state/wiki';
import { goWithPerson } from '../../state/withPerson';
import { listTime, wholeTime } from '../../text/time';
import { rich, t } from '../../words/say';
import { AgentMark, Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Marked } from './Marked';

export function FoundRow({ found }: { found: Found }) {
  switch (found.kind) {
    case 'message':
      return <FoundMessage found={found} />;
    case 'page':
      return <FoundPage found={found} />;
    case 'artifact':
      return <FoundArtifact found={found} />;
    case 'person':
      return <FoundPerson found={found} />;
    case 'room':
      return (
        <a class="found-row found-title" href={roomPath(found.id)}>
          <Icon name="hash" />
          <span class="found-name">
            <Marked text={found.title} />
          </span>
          <span class="found-where">{t('Room')}</span>
        </a>
      );
    case 'thread':
      return (
        <a class="found-row found-title" href={threadPath(found.id)}>
          <Icon name={found.roomId ? 'hash' : 'people'} />
          <span class="found-name">
            <Marked text={found.title} />
          </span>
          <span class="found-where">
            {found.where ?? t('Thread')}
            {found.at && (
              <>
                {' '}
                · <When at={found.at} />
              </>
            )}
          </span>
        </a>
      );
  }
}

function FoundMessage({ found }: { found: Found }) {
  const known = threads.value?.find((one) => one.id === found.threadId);
  const who = found.who!;
  return (
    <a class="found-hit found-title" href={`${threadPath(found.threadId!)}#${found.id}`}>
      <p class="found-by">
        {found.from === 'agent' ? (
          <>
            <AgentMark />
            {isMe(who.subject)
              ? rich('{agent} to you', { agent: <b>{t('Agent')}</b> })
              : rich('{agent} to {name}', { agent: <b>{t('Agent')}</b>, name: who.name })}
          </>
        ) : (
          <>
            <Avatar person={who} small />
            <b>{isMe(who.subject) ? t('found|You') : who.name}</b>
          </>
        )}
        <span class="found-where">{found.where ? `${found.where} · ` : ''}{known ? titleOf(known) : found.title.text} · <When at={found.at!} /></span>
      </p>
      <p class="found-passage">{found.excerpt && <Marked text={found.excerpt} />}</p>
    </a>
  );
}

function FoundPage({ found }: { found: Found }) {
  return (
    <a class="found-hit found-title" href={pagePath(found.id)}>
      <p class="found-by">
        <Icon name="book" />
        <b>
          <Marked text={found.title} />
        </b>
        <span class="found-where">
          {found.where} · {found.who?.name} · <When at={found.at!} />
        </span>
      </p>
      {found.excerpt?.text && <p class="found-passage"><Marked text={found.excerpt} /></p>}
    </a>
  );
}

function FoundArtifact({ found }: { found: Found }) {
  const thread = threads.value?.find((one) => one.id === found.threadId);
  return (
    <a class="found-hit found-title" href={artifactPath(found.id)}>
      <p class="found-by">
        <Icon name="board" />
        <b>
          <Marked text={found.title} />
        </b>
        <span class="found-where">
          {thread ? `${titleOf(thread)} · ` : ''}
          {found.who ? `${isMe(found.who.subject) ? t('found|You') : found.who.name} · ` : ''}
          {found.at && <When at={found.at} />}
        </span>
      </p>
      {found.excerpt?.text && <p class="found-passage"><Marked text={found.excerpt} /></p>}
    </a>
  );
}

function FoundPerson({ found }: { found: Found }) {
  const person = found.who!;
  if (isMe(person.subject))
    return (
      <p class="found-row">
        <Avatar person={person} small />
        <span class="found-name">
          <Marked text={found.title} />
        </span>
        <span class="found-where">{t('found|You')}</span>
      </p>
    );
  return (
    <button type="button" class="found-row found-title" onClick={() => goWithPerson(person)}>
      <Avatar person={person} small />
      <span class="found-name">
        <Marked text={found.title} />
      </span>
      <span class="found-where">{t('Open a thread')}</span>
    </button>
  );
}

const When = ({ at }: { at: string }) => <time dateTime={at} title={wholeTime(at)}>{listTime(at)}</time>;
