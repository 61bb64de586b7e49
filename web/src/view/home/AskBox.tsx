import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { longestMessage } from '../../api/say';
import { askAlone } from '../../state/askAlone';
import { HeldFiles } from '../../state/heldFiles';
import { fitting, generalQuestion, lookForQuestions, plannerAnswers } from '../../state/session';
import { t } from '../../words/say';
import { AttachButton, pasteFiles, useDropped } from '../Attaching';
import { Icon } from '../Icon';
import { AskFiles } from './AskFiles';

/** An input for a question that starts my own thread. */
export function AskBox() {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [files] = useState(() => new HeldFiles());
  const dropping = useDropped(files);
  const chosen = files.all.value;
  const ask = async (question: string): Promise<void> => {
    if ((!question.trim() && !chosen.length) || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await askAlone(question, chosen.map((one) => one.file));
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  useEffect(() => void lookForQuestions(), []);
  const prompts = [...fitting.value, generalQuestion()];
  return (
    <form class="ask-box" onSubmit={(event) => { event.preventDefault(); void ask(text); }}>
      <AskFiles files={files} />
      <div class={dropping ? 'ask-line dropping' : 'ask-line'}>
        <AttachButton files={files} />
        <label class="unseen" for="home-ask">{t('Ask in a thread of your own')}</label>
        <input
          id="home-ask"
          dir="auto"
          maxLength={longestMessage}
          autoComplete="off"
          placeholder={t('Ask the agent…')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onPaste={(event) => pasteFiles(event, files)}
        />
        <button type="submit" class="send" aria-label={t('Ask')} disabled={busy || (!text.trim() && !chosen.length)}><Icon name="send" /></button>
      </div>
      <div class="prompts">
        {prompts.map((prompt) => (
          <button key={prompt} type="button" class="prompt" disabled={busy} onClick={() => void ask(prompt)}>
            {prompt}
          </button>
        ))}
      </div>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      {plannerAnswers.value && (
        <p class="hint planner-note">
          {t('This demo understands only questions of a fixed form; no language model is connected.')} <a href="/settings">{t('Connect a model')}</a>
        </p>
      )}
    </form>
  );
}
