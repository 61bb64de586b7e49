import { useEffect, useRef, useState } from 'preact/hooks';
import { get, sentence } from '../../api/http';
import type { EditConflict, WikiPageBody } from '../../api/wiki';
import { drafts } from '../../state/drafts';
import { notice } from '../../state/notices';
import { go } from '../../state/route';
import { createPage, pagePath, spaceOf, spacePath, wikiProblem, writePage } from '../../state/wiki';
import { hasMergeMarks } from '../../text/diff';
import { t } from '../../words/say';
import { Markdown } from '../Markdown';
import { Banner, Ghosts, PageHead } from '../PageHead';
import { ConflictPanel } from './ConflictPanel';
import { Toolbar } from './Toolbar';
import { withoutTitle } from './ReadPage';
import { NotHere } from './SpacePage';

const longest = 200 * 1024;

interface Words {
  title: string;
  text: string;
}

/** The editor of an existing page, based on the version its author read, or of a new page in a space. */
export function EditPage({ page, space }: { page?: string; space?: string }) {
  const key = `wiki.${page ?? `new-${space}`}`;
  const [base, setBase] = useState<WikiPageBody | null>(null);
  const [words, setWords] = useState<Words | null>(page ? null : kept(key) ?? { title: '', text: '' });
  const [view, setView] = useState<'write' | 'preview'>('write');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [gone, setGone] = useState<string | null>(null);
  const [conflict, setConflict] = useState<EditConflict | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isChanged = words !== null && (words.title !== (base?.title ?? '') || words.text !== (base?.text ?? ''));
  useEffect(() => {
    if (!page) return;
    get<WikiPageBody>(`/api/wiki/pages/${page}`).then(
      (found) => {
        const before = kept(key);
        setBase(before?.version && before.base ? { ...found, version: before.version, text: before.base } : found);
        setWords(before ?? { title: found.title, text: found.text });
      },
      (failure: unknown) => setGone(wikiProblem(failure)),
    );
  }, [page]);
  useEffect(() => {
    if (!words) return;
    drafts.keep(key, isChanged ? JSON.stringify({ ...words, ...(base ? { version: base.version, base: base.text } : {}) }) : '');
    const unload = (event: BeforeUnloadEvent): void => event.preventDefault();
    if (isChanged) addEventListener('beforeunload', unload);
    return () => removeEventListener('beforeunload', unload);
  }, [words, isChanged]);
  const isReady = words !== null;
  useEffect(() => {
    if (isReady) (page ? field.current : document.getElementById('page-title'))?.focus();
  }, [isReady]);
  const place = spaceOf(space ?? base?.spaceId ?? '');
  const leaveTo = page ? pagePath(page) : spacePath(space!);
  const save = async (): Promise<void> => {
    if (!words || busy) return;
    if (!words.title.trim()) return setProblem(t('Give the page a title.'));
    if (hasMergeMarks(words.text)) return setProblem(t('Choose between the two texts where the marks <<<<<<< and >>>>>>> still stand, then save.'));
    if (new TextEncoder().encode(words.text).length > longest) return setProblem(t('A page has at most 200 KiB. Split it in two.'));
    setBusy(true);
    setProblem(null);
    try {
      const written =
        page && base
          ? await writePage(page, base.version, words.title.trim(), words.text)
          : { kind: 'written' as const, page: await createPage(space!, words.title.trim(), words.text) };
      if (written.kind === 'conflict') setConflict(written.conflict);
      else {
        drafts.keep(key, '');
        notice(page ? t('Saved as version {version}.', { version: written.page.version }) : t('Written.'));
        go(pagePath(written.page.id));
        return;
      }
    } catch (failure) {
      setProblem(sentence(failure));
    }
    setBusy(false);
  };
  const discard = (): void => {
    drafts.keep(key, '');
    setWords(base ? { title: base.title, text: base.text } : { title: '', text: '' });
    go(leaveTo);
  };
  const pressed = (event: KeyboardEvent): void => {
    if ((event.metaKey || event.ctrlKey) && (event.key === 's' || event.key === 'Enter')) {
      event.preventDefault();
      void save();
    }
  };
  if (gone) return <NotHere problem={gone} />;
  if (!words) return <div class="page" aria-busy="true"><Ghosts /></div>;
  const take = (resolved: WikiPageBody, text: string): void => {
    setBase(resolved);
    setWords({ ...words, text });
    setConflict(null);
    setView('write');
    queueMicrotask(() => field.current?.focus());
  };
  return (
    <form
      class="page editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={pressed}
      aria-label={page ? t('Edit the page') : t('New page')}
    >
      <PageHead title={page ? t('Edit page') : t('New page')} back={{ href: leaveTo, name: page ? t('The page') : t('The space') }}>
        <button type="button" class="button small" onClick={discard}>{isChanged ? t('Discard') : t('Cancel')}</button>
        <button type="submit" class="button small primary" disabled={busy || !isChanged}>{t('Save')}</button>
      </PageHead>
      {place && (
        <p class="hint">
          {page
            ? t('On top of version {version}; read by {audience}.', { version: base?.version ?? '', audience: place.audience })
            : t('In {name}; read by {audience}.', { name: place.name, audience: place.audience })}{' '}
          {t('Your draft is kept in this tab until you save.')}
        </p>
      )}
      {conflict && <ConflictPanel conflict={conflict} mine={words.text} onTake={take} />}
      <Banner problem={problem} />
      <label class="unseen" for="page-title">{t('Title')}</label>
      <input
        id="page-title"
        class="input title-input"
        required
        maxLength={200}
        placeholder={t('Title')}
        autoComplete="off"
        value={words.title}
        onInput={(event) => setWords({ ...words, title: event.currentTarget.value })}
      />
      <div class="editor-bar">
        <fieldset class="segmented slim">
          <legend class="unseen">{t('View')}</legend>
          <label><input type="radio" name="editor-view" checked={view === 'write'} onChange={() => setView('write')} /><span>{t('Write')}</span></label>
          <label><input type="radio" name="editor-view" checked={view === 'preview'} onChange={() => setView('preview')} /><span>{t('Preview')}</span></label>
        </fieldset>
        {view === 'write' && <Toolbar field={field} onChange={(text) => setWords({ ...words, text })} />}
      </div>
      <div class={`editor-panes ${view}`}>
        <label class="unseen" for="page-text">{t('Text, in Markdown')}</label>
        <textarea
          ref={field}
          id="page-text"
          class="input page-text"
          spellcheck
          placeholder={t('Write in Markdown')}
          value={words.text}
          onInput={(event) => setWords({ ...words, text: event.currentTarget.value })}
        />
        <section class="editor-preview" aria-label={t('Preview')} tabIndex={0}>
          {words.text.trim() ? (
            <Markdown text={withoutTitle(words)} document />
          ) : (
            <p class="hint">{t('What you write shows here as its readers will see it.')}</p>
          )}
        </section>
      </div>
    </form>
  );
}

function kept(key: string): (Words & { version?: number; base?: string }) | null {
  const stored = drafts.of(key);
  return stored ? (JSON.parse(stored) as Words & { version?: number; base?: string }) : null;
}
