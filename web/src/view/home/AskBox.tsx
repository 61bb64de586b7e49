import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { longestMessage, sayIn } from '../../api/say';
import { openThread } from '../../state/directory';
import { drafts } from '../../state/drafts';
import { noticeFailure } from '../../state/notices';
import { go, threadPath } from '../../state/route';
import { fitting, generalQuestion, lookForQuestions, plannerAnswers } from '../../state/session';
import { t } from '../../words/say';
import { Icon } from '../Icon';

export async function askAlone(question: string): Promise<void> {
  const thread = await openThread({});
  await sayIn(thread.id, question.trim(), crypto.randomUUID(), true).catch((failure: unknown) => {
    // It waits as a draft in its thread; asking again from here would begin another one.
    drafts.keep(thread.id, question.trim());
    noticeFailure(failure);
  });
  go(threadPath(thread.id));
}

/** A question that begins a thread of my own. */
export function AskBox() {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (question: string): Promise<void> => {
    if (!question.trim() || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await askAlone(question);
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  useEffect(() => void lookForQuestions(), []);
  const prompts = [...fitting.value, generalQuestion()];
  return (
    <form class="ask-box" onSubmit={(event) => { event.preventDefault(); void ask(text); }}>
      <div class="ask-line">
        <label class="unseen" for="home-ask">{t('Ask in a thread of your own')}</label>
        <input id="home-ask" maxLength={longestMessage} autoComplete="off" placeholder={t('Ask the agent…')} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" class="send" aria-label={t('Ask')} disabled={busy || !text.trim()}><Icon name="send" /></button>
      </div>
      <div class="prompts">{prompts.map((prompt) => <button key={prompt} type="button" class="prompt" disabled={busy} onClick={() => void ask(prompt)}>{prompt}</button>)}</div>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      {plannerAnswers.value && (
        <p class="hint planner-note">{t('This demo understands only questions of a fixed form; no language model is connected.')} <a href="/settings">{t('Connect a model')}</a></p>
      )}
    </form>
  );
}
