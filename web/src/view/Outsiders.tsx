import type { Mention, Person } from '../api/shapes';
import { rooms } from '../state/directory';
import { overlay } from '../state/overlay';
import { isMe } from '../state/session';
import { plural, rich, t } from '../words/say';
import { useConversation } from './context';

/** Mentioned people outside the thread. They get no notification until somebody adds them; a mention never adds them. */
export function Outsiders({ named, members }: { named: Mention[]; members: Person[] }) {
  const conversation = useConversation();
  const missing = named.filter((one) => !members.some((member) => member.subject === one.subject));
  const room = rooms.value.find((one) => one.id === conversation.thread.value?.roomId);
  if (!missing.length) return null;
  const names = missing.map((one) => one.name).join(', ');
  const thread = conversation.thread.value;
  const add = room
    ? isMe(room.owner.subject) && { kind: 'room' as const, id: room.id }
    : !!thread && isMe(thread.owner ?? '') && { kind: 'thread-people' as const, thread, add: missing };
  return (
    <p class="not-here" role="status">
      <span>
        {room
          ? plural('{names} is not in this room and does not see this message.', '{names} are not in this room and do not see this message.', missing.length, {
              names,
            })
          : plural(
              '{names} is not in this thread and does not see this message.',
              '{names} are not in this thread and do not see this message.',
              missing.length,
              { names },
            )}
      </span>
      {add && (
        <span>
          {rich('{add}? They will see what is said from then on.', {
            add: (
              <button type="button" class="linklike" onClick={() => (overlay.value = add)}>
                {t('Add {names}', { names })}
              </button>
            ),
          })}
        </span>
      )}
    </p>
  );
}
