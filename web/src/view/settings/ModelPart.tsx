import { useEffect, useState } from 'preact/hooks';
import { get, sentence } from '../../api/http';
import type { AnsweringModel } from '../../api/shapes';
import { plannerAnswers } from '../../state/session';
import { rich, t } from '../../words/say';
import { Banner } from '../PageHead';

const loopback = /^(localhost|127\.|\[?::1)/;

const providers: Array<[RegExp, string]> = [
  [/(^|\.)openai\.com$/, 'OpenAI'], [/\.azure\.com$/, 'Azure OpenAI'], [/(^|\.)googleapis\.com$/, 'Google'], [/(^|\.)mistral\.ai$/, 'Mistral'],
  [/(^|\.)groq\.com$/, 'Groq'], [/(^|\.)anthropic\.com$/, 'Anthropic'], [/(^|\.)openrouter\.ai$/, 'OpenRouter'],
];

const providerOf = ({ host = '', azure }: AnsweringModel): string =>
  azure ? 'Azure OpenAI' : (providers.find(([pattern]) => pattern.test(host))?.[1] ?? (loopback.test(host) ? t('a model server on the same machine') : host));

/** The model that receives the questions, and the destination of its requests. */
export function ModelPart() {
  const [model, setModel] = useState<AnsweringModel | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = (): void => {
    setProblem(null);
    get<AnsweringModel>('/api/model').then(setModel, (failure: unknown) => setProblem(sentence(failure)));
  };
  useEffect(ask, []);
  return (
    <section class="group" aria-label={t('Which model answers')} aria-busy={!model && !problem}>
      <h2 class="group-name">{t('Which model answers')}</h2>
      <Banner problem={problem} retry={ask} />
      {model && <Facts model={model} />}
      {model && (model.auditor || plannerAnswers.value) && <Connecting />}
    </section>
  );
}

function Facts({ model }: { model: AnsweringModel }) {
  if (!model.configured) return <p class="hint">{t('None is connected: questions to the agent are not answered.')}</p>;
  if (plannerAnswers.value)
    return <p>{t('None: the demo answers questions of a fixed form. Nothing leaves this machine.')}</p>;
  return (
    <dl class="facts wide-facts">
      <div><dt>{t('Model')}</dt><dd><b>{model.name}</b></dd></div>
      <div><dt>{t('Provider')}</dt><dd>{providerOf(model)}</dd></div>
      <div>
        <dt>{t('Where data goes')}</dt>
        <dd>
          {rich(
            'Your question, the parts of the thread that you can see and the data retrieved for you are sent to {host}. The provider is asked not to store it.',
            { host: <b>{model.host}</b> },
          )}
        </dd>
      </div>
      {model.note && <div><dt>{t('Last check')}</dt><dd>{model.note}</dd></div>}
    </dl>
  );
}

function Connecting() {
  return (
    <details class="connecting">
      <summary>{t('How to connect another model')}</summary>
      <p>
        {rich('Set {url}, {secret} and {model} where the app runs; for Azure OpenAI {endpoint} and {deployment}. Then check that it talks and calls tools:', {
          url: <code>OPENAI_BASE_URL</code>,
          secret: <code>OPENAI_API_KEY</code>,
          model: <code>MODEL</code>,
          endpoint: <code>AZURE_OPENAI_ENDPOINT</code>,
          deployment: <code>AZURE_OPENAI_DEPLOYMENT</code>,
        })}
      </p>
      <pre class="request" tabIndex={0}><code>dotnet run --project functions -- check-model</code></pre>
      <p class="hint">
        {rich('The check sends two small requests without any data. Providers and their settings: {file}.', { file: <code>docs/models.md</code> })}
      </p>
    </details>
  );
}
