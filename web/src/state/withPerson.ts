import type { Person } from '../api/shapes';
import { openThread, threads } from './directory';
import { noticeFailure } from './notices';
import { go, threadPath } from './route';

/** Opens my thread with a person, or creates it. */
export function goWithPerson(person: Person): void {
  const known = threads.value?.find((thread) => !thread.roomId && thread.members.length === 2 && thread.members.some((one) => one.subject === person.subject));
  if (known) return go(threadPath(known.id));
  openThread({ members: [person.subject] }).then((thread) => go(threadPath(thread.id)), noticeFailure);
}
