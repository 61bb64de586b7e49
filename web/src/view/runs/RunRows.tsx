import { useEffect, useState } from 'preact/hooks';
import type { Run, RunStatus } from '../../api/automations';
import { sentence } from '../../api/http';
import { visible } from '../../state/online';
import { runPath, runs, tagOf, woke } from '../../state/runs';
import { momentOf } from '../../text/time';
import { t } from '../../words/say';
import { Icon } from '../Icon';
import { Banner, Ghosts } from '../PageHead';

const again = 4_000;

interface Props {
  automation?: string;
  status?: RunStatus | undefined;
  /** The text of an empty list. */
  empty: string;
}

/** Runs, newest first, polled while the page is visible. */
export function RunRows({ automation, status, empty }: Props) {
  const [all, setAll] = useState<Run[] | null>(null);
  const [next, setNext] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | null>(null);
  const terms = { limit: '50', ...(automation ? { automation } : {}), ...(status ? { status } : {}) };
  const load = (from?: string): void => {
    runs.list({ ...terms, ...(from ? { continuation: from } : {}) }).then(
      (found) => {
        setAll((before) => [...(from ? (before ?? []) : []), ...found.items]);
        setNext(found.continuation);
        setProblem(null);
      },
      (failure: unknown) => setProblem(sentence(failure)),
    );
  };
  useEffect(() => {
    setAll(null);
    load();
  }, [automation, status]);
  const isFirstPage = (all?.length ?? 0) <= 50;
  useEffect(() => {
    if (!isFirstPage) return;
    const timer = setInterval(() => {
      if (visible.peek()) load();
    }, again);
    return () => clearInterval(timer);
  }, [automation, status, isFirstPage]);
  return (
    <>
      <Banner problem={problem} retry={() => load()} />
      {!all && !problem && <Ghosts />}
      {all?.length === 0 && <p class="hint empty-rows">{empty}</p>}
      {all && all.length > 0 && <ul class="rows">{all.map((run) => <li key={run.id}><RunRow run={run} /></li>)}</ul>}
      {next && <p><button type="button" class="button" onClick={() => load(next)}>{t('Older runs')}</button></p>}
    </>
  );
}

const wokeIcon = { schedule: 'clock', event: 'bolt', rule: 'chart', hand: 'play', part: 'play' } as const;

function RunRow({ run }: { run: Run }) {
  const { words, tone } = tagOf(run);
  return (
    <a class="row" href={runPath(run.id)}>
      <span class="row-mark" aria-hidden="true"><Icon name={wokeIcon[run.woke.kind] ?? 'clock'} /></span>
      <span class="row-main">
        <span class="row-name">{run.title}</span>
        <span class="row-sub">{woke(run)} · {t('ran as {name}', { name: run.author.name })}</span>
      </span>
      <span class="row-side">
        <span class={`tag ${tone}`}>{words}</span>
        <span class="row-sub"><time dateTime={run.startedAt}>{momentOf(run.startedAt)}</time></span>
      </span>
    </a>
  );
}
