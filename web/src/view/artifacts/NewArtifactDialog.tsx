import { useState } from 'preact/hooks';
import { artifactPath, createArtifact } from '../../artifacts/api';
import { templates, wordsOf } from './templates';
import { sentence } from '../../api/http';
import { closeOverlay } from '../../state/overlay';
import { go, route } from '../../state/route';
import { t } from '../../words/say';
import { Dialog } from '../Dialog';
import { Icon } from '../Icon';
import { besidePath } from '../beside/beside';

/** A dialog for the kind and title of a new artifact. Everything else is set in the artifact. */
export function NewArtifactDialog({ thread }: { thread?: string | undefined }) {
  const [chosen, setChosen] = useState(templates[0]!);
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const made = await createArtifact({ kind: chosen.kind, title: title.trim() || t(chosen.title), template: chosen.template, words: wordsOf(chosen) });
      closeOverlay();
      const here = route.value;
      go(here.page === 'thread' && here.id === thread ? besidePath(thread, { kind: 'artifact', id: made.id }) : artifactPath(made.id));
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('New artifact')}>
      <form onSubmit={(event) => void submit(event)}>
        <fieldset class="templates">
          <legend class="unseen">{t('Template')}</legend>
          {templates.map((template) => (
            <label key={template.name} class="template">
              <input
                type="radio"
                name="template"
                checked={chosen === template}
                {...(template === templates[0] ? { 'data-first': true } : {})}
                onChange={() => setChosen(template)}
              />
              <Icon name={template.icon} /><span><b>{t(template.name)}</b><br />{t(template.what)}</span>
            </label>
          ))}
        </fieldset>
        <label class="field-label" for="artifact-title">{t('Title')} <span class="optional">{t('optional')}</span></label>
        <input
          id="artifact-title"
          class="input"
          maxLength={200}
          autoComplete="off"
          placeholder={t(chosen.title)}
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        <p class="hint">{t('Only you see it until you put it in a thread.')}</p>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
          <button type="submit" class="button primary" disabled={busy}>{t('Create')}</button>
        </div>
      </form>
    </Dialog>
  );
}
