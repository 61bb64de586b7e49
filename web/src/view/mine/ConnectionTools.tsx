import { useEffect, useState } from 'preact/hooks';
import type { ConnectionToolList } from '../../api/mine';
import { get, post, Problem, sentence } from '../../api/http';
import { notice } from '../../state/notices';
import { toolOfService } from '../../text/tools';
import { t } from '../../words/say';
import { Banner } from '../PageHead';

/** The tool descriptions of a connected server. The agent gets the tools after the person has read and accepted them. */
export function ConnectionTools({ provider, name }: { provider: string; name: string }) {
  const path = `/api/connections/${encodeURIComponent(provider)}/tools`;
  const [tools, setTools] = useState<ConnectionToolList | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const look = (): void => {
    get<ConnectionToolList>(path).then((found) => {
      setTools(found);
      setProblem(null);
    }, (failure: unknown) => setProblem(sentence(failure)));
  };
  useEffect(look, [provider]);
  const agree = async (): Promise<void> => {
    if (!tools) return;
    setBusy(true);
    try {
      setTools(await post<ConnectionToolList>(path, { hash: tools.hash }));
      notice(t('The agent may use these tools of {name} as you.', { name }));
    } catch (failure) {
      setProblem(sentence(failure));
      if (failure instanceof Problem && failure.slug === 'tools-changed') look();
    }
    setBusy(false);
  };
  const held = tools?.items.some((tool) => !tool.agreed) ?? false;
  return (
    <section class="connection-tools" aria-label={t('Tools of {name}', { name })}>
      <h3 class="part-name">{t('Its tools')}</h3>
      <Banner problem={problem} retry={look} />
      {tools?.items.length === 0 && <p class="hint">{t('It offers none.')}</p>}
      <ul class="tools">
        {tools?.items.map((tool) => (
          <li key={tool.name}>
            <b title={tool.name}>{toolOfService(tool.name)}</b>
            <span class={`tag${tool.effect === 'read' ? '' : ' warn'}`}>{tool.effect === 'read' ? t('reads') : t('asks you first')}</span>
            <span>
              {tool.description}
              {!tool.agreed && <span class="tag warn"> {t('held back')}</span>}
            </span>
          </li>
        ))}
      </ul>
      {held && (
        <div class="panel-acts">
          <span>{t('What a tool says of itself comes from {name}. Read it before the agent does.', { name })}</span>
          <button type="button" class="button small primary" disabled={busy} onClick={() => void agree()}>
            {t('Let the agent use them')}
          </button>
        </div>
      )}
    </section>
  );
}
