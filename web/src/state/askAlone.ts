import { filesAlone } from '../api/files';
import { sayIn } from '../api/say';
import { t } from '../words/say';
import { attachmentsOf } from './attachments';
import { openThread } from './directory';
import { drafts } from './drafts';
import { notice, noticeFailure } from './notices';
import { go, threadPath } from './route';

/**
 * Asks in a new thread of one's own. If a file or the message is refused, the question remains as a draft with its files in that thread.
 * Asking again from here would create another thread.
 */
export async function askAlone(question: string, files: File[] = []): Promise<void> {
  const thread = await openThread({});
  const attached = attachmentsOf(thread.id);
  attached.add(files);
  const words = question.trim();
  if (await attached.settled()) {
    const ids = attached.all.value.flatMap((one) => one.file?.id ?? []);
    try {
      await sayIn(thread.id, words || filesAlone, crypto.randomUUID(), true, ids.length ? { files: ids } : {});
      attached.take();
    } catch (failure) {
      drafts.keep(thread.id, words);
      noticeFailure(failure);
    }
  } else {
    drafts.keep(thread.id, words);
    notice(t('A file cannot be attached. Your question waits below.'));
  }
  go(threadPath(thread.id));
}
