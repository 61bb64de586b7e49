import { useEffect, useRef, useState } from 'preact/hooks';
import { post, sentence } from '../api/http';
import type { Block, OpenedBlock } from '../api/shapes';
import { announce } from '../state/announcer';
import { myself } from '../state/session';
import { captionOf, type About } from '../text/captions';
import { clockTime, wholeTime } from '../text/time';
import { rich, t } from '../words/say';
import { useConversation } from './context';
import { Icon } from './Icon';
import { TableBlock } from './TableBlock';

/** A table of somebody else's answer. A click runs its query with the viewer's access. */
export function OpenRows({ block, about }: { block: Block; about: About }) {
  const box = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [opened, setOpened] = useState<(OpenedBlock & { at: string }) | null>(null);
  useEffect(() => {
    // The pressed button is gone, so the focus moves to the rows.
    if (opened && document.activeElement === document.body) box.current?.focus();
  }, [opened]);
  const open = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const rows = await post<OpenedBlock>(`/api/blocks/${block.id}/open`);
      setOpened({ ...rows, at: new Date().toISOString() });
      announce(t('Opened as {name}.', { name: myself()?.name ?? t('you') }));
    } catch (failure) {
      setProblem(sentence(failure));
    } finally {
      setBusy(false);
    }
  };
  if (opened)
    return (
      <div ref={box} tabIndex={-1} class="opened">
        <TableBlock
          block={{ ...block, truncated: opened.truncated }}
          columns={opened.columns}
          rows={opened.rows}
          about={about}
          asShown
          foot={<OpenedAs opened={opened} />}
        />
      </div>
    );
  return (
    <section class="open-rows" aria-label={captionOf(block, about)}>
      <p><Icon name="table" /><b>{captionOf(block, about)}</b><span>{t('These rows are opened as you: they are asked for with your own access.')}</span></p>
      <button type="button" class="button small" disabled={busy} aria-busy={busy} onClick={() => void open()}>{t('Open as me')}</button>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
    </section>
  );
}

function OpenedAs({ opened }: { opened: OpenedBlock & { at: string } }) {
  const { id } = useConversation();
  const line = rich('opened as {name}, {time}', {
    name: myself()?.name,
    time: (
      <time dateTime={opened.at} title={wholeTime(opened.at)}>
        {clockTime(opened.at)}
      </time>
    ),
  });
  return (
    <p class="opened-as">
      {opened.auditId ? (
        <a class="tool" href={`/audit?thread=${encodeURIComponent(id)}&row=${encodeURIComponent(opened.auditId)}`} title={t('Open the audit record')}>
          {line}
        </a>
      ) : (
        line
      )}
    </p>
  );
}
