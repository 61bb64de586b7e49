import { useEffect, useMemo } from 'preact/hooks';
import type { Member } from '../api/shapes';
import { rooms, threads, titleOf } from '../state/directory';
import { Conversation } from '../state/conversation';
import { online } from '../state/online';
import { go, roomPath, route } from '../state/route';
import { isMe } from '../state/session';
import { plural, t } from '../words/say';
import { Avatar, Colours } from './Avatar';
import { besideOf, besideOfLink, besidePath } from './beside/beside';
import { Composer } from './Composer';
import { ConversationContext } from './context';
import { Icon } from './Icon';
import { focusComposer } from './keyboard';
import { lazily } from './lazily';
import { ThreadMenu } from './ThreadMenu';
import { Transcript } from './Transcript';

const BesidePanel = lazily(() => import('./beside/BesidePanel').then((part) => part.BesidePanel), true);

const nobody: Member[] = [];

export function ThreadPage({ id }: { id: string }) {
  const conversation = useMemo(() => new Conversation(id), [id]);
  useEffect(() => {
    void conversation.open();
    if (matchMedia('(pointer: fine)').matches) focusComposer();
    return () => conversation.close();
  }, [conversation]);
  const thread = conversation.thread.value;
  const here = route.value;
  const beside = here.page === 'thread' && !conversation.taken.value ? besideOf(here.beside) : null;
  if (!thread && conversation.problem.value)
    return (
      <div class="page">
        <h1>{t('Not here')}</h1>
        <p class="lead">{conversation.problem.value}</p>
        <p>
          <button type="button" class="button" onClick={() => void conversation.open()}>
            {t('Try again')}
          </button>{' '}
          <a class="button" href="/">
            {t('Home')}
          </a>
        </p>
      </div>
    );
  return (
    <ConversationContext.Provider value={conversation}>
      <Colours members={thread?.members ?? nobody}>
        <div class="thread-and">
          <div class="thread" onClick={(event) => openBeside(id, event)}>
            <Head conversation={conversation} />
            {thread && conversation.problem.value && (
              <p class="banner" role="alert">
                {conversation.problem.value}{' '}
                <button type="button" class="linklike" onClick={() => void conversation.open()}>
                  {t('Try again')}
                </button>
              </p>
            )}
            <ConnectionBanner conversation={conversation} />
            {conversation.taken.value ? <Taken /> : (
              <>
                <Transcript />
                <Composer />
              </>
            )}
          </div>
          {thread && beside && <BesidePanel thread={id} beside={beside} />}
        </div>
      </Colours>
    </ConversationContext.Provider>
  );
}

/** Opens a link to an artifact or page beside the conversation that contains it. */
function openBeside(thread: string, event: MouseEvent): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const beside = link && link.origin === location.origin && !link.target ? besideOfLink(link.pathname) : null;
  if (!beside) return;
  event.preventDefault();
  go(besidePath(thread, beside));
}

/** A banner shown while offline: it explains what happens to new messages. */
function ConnectionBanner({ conversation }: { conversation: Conversation }) {
  if (online.value && (conversation.connected.value || conversation.problem.value)) return null;
  const unsent = conversation.outbox.waiting.value.filter((one) => one.unreached).length;
  return (
    <p class="banner quiet-banner" role="status">
      {online.value ? t('Connecting again…') : t('You are offline. New messages appear, and yours are sent, once you are back.')}
      {unsent > 0 && ` ${plural('One message waits to be sent.', '{n} messages wait to be sent.', unsent)}`}
    </p>
  );
}

function Taken() {
  return (
    <div class="page" role="alert">
      <h2>{t('You are no longer in this thread')}</h2>
      <p class="lead">
        {t(
          'Somebody took you out of it while it was open here. What was said in it is no longer shown to you; the answers you were given stay on record under your name.',
        )}
      </p>
      <p><a class="button" href="/">{t('Your other threads')}</a></p>
    </div>
  );
}

function Head({ conversation }: { conversation: Conversation }) {
  const thread = conversation.thread.value;
  const room = rooms.value.find((one) => one.id === thread?.roomId);
  const here = conversation.here.value;
  // The list receives a new title first.
  const named = threads.value?.find((one) => one.id === thread?.id) ?? thread;
  return (
    <header class="thread-head">
      <a class="quiet icon-only back" href="/" aria-label={t('Home')}><Icon name="back" /></a>
      <div class="thread-name">
        <h1>{named ? titleOf(named) : ' '}</h1>
        {room && <a class="room-tag" href={roomPath(room.id)}><Icon name="hash" />{room.name}</a>}
      </div>
      {thread && !conversation.taken.value && (
        <ul class="faces" aria-label={t('People in this thread')}>
          {thread.members.slice(0, 6).map((member) => {
            const isHere = isMe(member.subject) || here.some((one) => one.subject === member.subject);
            return (
              <li key={member.subject} title={isHere ? t('{name}, here now', { name: member.name }) : member.name}>
                <Avatar person={member} small here={isHere} /><span class="unseen">{isHere ? t('{name}, here now', { name: member.name }) : member.name}</span>
              </li>
            );
          })}
          {thread.members.length > 6 && <li class="more">+{thread.members.length - 6}</li>}
        </ul>
      )}
      {thread && !conversation.taken.value && <ArtifactsButton id={thread.id} />}
      {named && !conversation.taken.value && <ThreadMenu thread={named} ofPage />}
    </header>
  );
}

function ArtifactsButton({ id }: { id: string }) {
  const here = route.value;
  const open = here.page === 'thread' && (besideOf(here.beside)?.kind ?? '').startsWith('artifact');
  return (
    <button
      type="button"
      class="quiet icon-only"
      aria-label={t('Artifacts of this thread')}
      title={t('Artifacts of this thread')}
      aria-expanded={open}
      onClick={() => go(besidePath(id, open ? null : { kind: 'artifacts' }))}
    >
      <Icon name="panel" />
    </button>
  );
}
